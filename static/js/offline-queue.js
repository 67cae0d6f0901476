// Shows what waits on this phone, sends it when it can, and keeps the log page.
(() => {
  const { teamLog } = globalThis;
  const { make } = teamLog;
  const box = document.querySelector("[data-phone]");
  const { phone: owner, log } = box.dataset;
  const part = (name) => box.querySelector(`[data-phone-${name}]`);
  const said = document.querySelector("[data-phone-said]");
  const HOUR = 3_600_000;
  const DAY = 24 * HOUR;
  const WHY = {
    "signed out": "You are signed out. Sign in to send what waits: nothing is lost.",
    "somebody else":
      "Somebody else signed in in another tab. What waits is sent when you sign in again.",
    "not allowed":
      "Your account may not log sessions at the moment. What waits stays on this phone.",
    "no answer": "The server did not answer. What waits stays on this phone and is sent later.",
    "no network": "There is no network. What waits stays on this phone and is sent when there is.",
  };

  const nameOf = ({ fields, day }) => {
    const held = day
      ? new Date(day).toLocaleDateString("en-GB", { dateStyle: "full", timeZone: "UTC" })
      : ["day", "month", "year"].map((name) => fields[`held_on_${name}`]?.[0] ?? "").join(".");
    const place = fields.place?.[0] || (fields.is_online ? "Online" : "A session");
    return `${place}, ${held}`;
  };

  const line = (entry) => {
    if (entry.state === "sent") {
      const once =
        entry.outcome === "already logged" && entry.edited
          ? "It was logged before your last change: look it over"
          : "";
      return make(
        "li",
        {},
        make("a", { href: entry.session, textContent: nameOf(entry) }),
        make("span", { className: "tag good", textContent: "Logged" }),
        once,
      );
    }
    const wrong = entry.state === "refused";
    const when = new Date(entry.device_at).toLocaleString("en-GB", {
      dateStyle: "long",
      timeStyle: "short",
    });
    const away = make(
      "button",
      { type: "button", className: "plain" },
      "Remove",
      make("span", { className: "unseen", textContent: ` ${nameOf(entry)}` }),
    );
    away.addEventListener("click", () => {
      if (confirm(`Remove ${nameOf(entry)} from this phone? It is not in the log.`))
        teamLog.remove(entry.client_id).then(show);
    });
    return make(
      "li",
      {},
      make("a", { href: `${log}offline/#${entry.client_id}`, textContent: nameOf(entry) }),
      make("span", {
        className: `tag${wrong ? " bad" : ""}`,
        textContent: wrong ? "Needs a change" : "Not sent yet",
      }),
      make("span", { className: "small", textContent: `Saved ${when}` }),
      away,
    );
  };

  const show = async () => {
    const entries = await teamLog.of(owner);
    const open = entries.filter((entry) => entry.state !== "sent");
    box.hidden = !entries.length;
    box.querySelector("h2").textContent = open.length
      ? `${open.length} waiting on this phone`
      : "Sent from this phone";
    part("note").textContent = "Saved on this phone only. Not in the log yet.";
    part("note").hidden = part("send").hidden = !open.length;
    part("list").replaceChildren(...entries.map(line));
  };

  const say = (words) => {
    said.textContent = words;
    said.hidden = !words;
  };

  const send = async (asked) => {
    const before = (await teamLog.of(owner)).filter((entry) => entry.state === "waiting").length;
    const why = await teamLog.send(log, owner);
    await show();
    const after = await teamLog.of(owner);
    const left = after.filter((entry) => entry.state === "waiting").length;
    const wrong = after.filter((entry) => entry.state === "refused").length;
    if (why && (asked || why !== "no network")) say(WHY[why]);
    if (why === "signed out") said.append(" ", make("a", { href: log, textContent: "Sign in" }));
    if (why) return;
    if (wrong && before) say(`${wrong} could not be logged. Open it to see what needs a change.`);
    else if (before > left) say(`${before - left} sent and logged.`);
  };

  // The page, its parts and the places go in together, or what was kept before stays.
  const keep = async () => {
    const whole = (url) => fetch(url, { cache: "reload", redirect: "manual" });
    const [page, places] = await Promise.all([whole(`${log}offline/`), whole(`${log}places/`)]);
    if (!page.ok || !places.ok) return;
    const text = await page.clone().text();
    const parts = [...text.matchAll(/(?:src|href)="([^"]+\.(?:css|js|svg))"/g)].map(
      ([, url]) => url,
    );
    const files = await Promise.all(parts.map((url) => fetch(url)));
    if (!text.includes(`data-phone="${owner}"`) || files.some((answer) => !answer.ok)) return;
    const kept = await caches.open("team-log");
    const wanted = [`${log}offline/`, `${log}places/`, ...parts].map(
      (url) => new URL(url, location).href,
    );
    const ahead = Date.now() - text.match(/now&quot;: (\d+)/)[1];
    await teamLog.note("skew", Math.abs(ahead) > HOUR ? ahead : 0);
    await Promise.all([page, places, ...files].map((answer, at) => kept.put(wanted[at], answer)));
    for (const request of await kept.keys())
      if (!wanted.includes(request.url)) await kept.delete(request);
    return true;
  };

  const start = async () => {
    for (const entry of await teamLog.of(owner)) {
      if (entry.state === "sent" && Date.now() - new Date(entry.device_at) > DAY)
        await teamLog.remove(entry.client_id);
    }
    if ((await teamLog.recall("owner")) !== owner) {
      await caches.delete("team-log"); // somebody else's page, with their places
      await teamLog.note("owner", owner);
    }
    await show();
    await send(false);
    const script = `${log}sw.js`;
    const policy = globalThis.trustedTypes?.createPolicy("team-log", {
      createScriptURL: (url) => (url === script ? url : "about:blank"),
    });
    if (!(await keep())) return;
    await navigator.serviceWorker?.register(policy?.createScriptURL(script) ?? script, {
      scope: log,
      updateViaCache: "none",
    });
  };

  teamLog.told.addEventListener("message", show);
  part("send").addEventListener("click", () => send(true));
  addEventListener("online", () => send(false));
  document.addEventListener("team-log-saved", () => send(false));
  start().catch(() => {}); // no network, or nothing is kept: the usual page works without
})();
