// Shows what waits on this phone, sends it when it can, and keeps the log page and Today.
(() => {
  const { teamLog } = globalThis;
  const { make } = teamLog;
  const box = document.querySelector("[data-phone]");
  const { phone: owner, log } = box.dataset;
  const home = log.replace("log/", "");
  const part = (name) => parts[name] ?? box.querySelector(`[data-phone-${name}]`);
  const parts = {
    why: make("p", { role: "status", hidden: true }),
    safe: make("p", { className: "small", hidden: true }),
    others: make("p", { hidden: true }),
  };
  part("note").after(parts.why);
  part("list").after(parts.safe, parts.others);
  part("note").textContent = "Saved on this phone only, and not sent yet.";
  const said = document.querySelector("[data-phone-said]");
  const began = Date.now();
  const HOUR = 3_600_000;
  const DAY = 24 * HOUR;
  const PAUSES = [5_000, 15_000, 60_000, 300_000]; // no storm when a server comes back
  const STAYS = "What waits stays on this phone and is sent";
  const WHY = {
    "signed out": "You are signed out. Sign in to send what waits: nothing is lost.",
    "somebody else":
      "Somebody else signed in in another tab. What waits is sent when you sign in again.",
    "another programme":
      "You work in another programme now. What waits is sent when you work in this one again.",
    "not allowed":
      "Your account may not log sessions at the moment. What waits stays on this phone.",
    "server away": `Our server is away. ${STAYS} when it is back.`,
    "another network":
      `This network asks to sign in before it lets you through. ${STAYS} when it does.`,
    "no network": `There is no network. ${STAYS} when there is.`,
    some: "What could not be sent says why, and is tried again.",
  };
  const SAFE = {
    lasting: "This phone keeps it until it is logged or you remove it.",
    week:
      "This browser keeps it for about a week in which you use it and do not open this page. " +
      "Open the page with a signal before then.",
    room: "This browser may clear it when the phone runs out of room.",
  };
  let pause = 0;
  let timer = 0;
  let isSending = false;
  let isAskedAgain = false; // while it was sending

  const nameOf = ({ fields, day, plan, title }) => {
    const place = title || fields.place?.[0] || (fields.is_online ? "Online" : "A session");
    const held =
      day && new Date(day).toLocaleDateString("en-GB", { dateStyle: "medium", timeZone: "UTC" });
    return `${plan ? "Count: " : ""}${place.split(",")[0]}${held ? `, ${held}` : ""}`;
  };
  const tag = (textContent, kind = "") => make("span", { className: `tag ${kind}`, textContent });

  const line = (entry) => {
    const name = nameOf(entry);
    const { client_id, plan, state, why } = entry;
    const link = (href) => make("a", { href }, name);
    if (state === "sent") {
      const isProposed = entry.outcome === "proposed";
      const words = plan ? "Counted" : "Logged";
      const told = isProposed ? tag("Waits for a coordinator") : tag(words, "good");
      return make("li", {}, link(entry.session), told);
    }
    const isCount = plan && !entry.fields.held_on_day;
    const page = isCount ? `${home}offline/?plan=${plan}` : `${log}offline/`;
    const hidden = make("span", { className: "unseen", textContent: ` ${name}` });
    const away = make("button", { type: "button", className: "plain" }, "Remove", hidden);
    away.addEventListener("click", () => {
      if (confirm(`Remove ${name} from this phone? It is not in the log.`))
        teamLog.remove(client_id).then(show);
    });
    const named = link(`${page}#${client_id}`);
    if (state === "refused") named.append(" ", tag("Look at it", "bad"));
    return make(
      "li",
      {},
      named,
      ...(why ? [make("span", { className: "small", textContent: why })] : []),
      away,
    );
  };

  // A receipt is on the pages that were open when it was first seen, for an hour.
  const show = async () => {
    const over = Math.max(began, Date.now() - HOUR);
    const entries = (await teamLog.of(owner)).filter(({ seen }) => !(seen < over));
    const open = entries.filter((entry) => entry.state !== "sent");
    box.querySelector("h2").textContent = open.length
      ? `${open.length} waiting on this phone`
      : "Sent from this phone";
    part("note").hidden = part("send").hidden = !open.some(({ state }) => state === "waiting");
    part("list").replaceChildren(...entries.map(line));
    const others = (await teamLog.recall("others")) ?? [];
    part("others").textContent = [...new Set(others)]
      .map((name) => `What you wrote in ${name} waits too. It is sent when you work there again.`)
      .join(" ");
    part("others").hidden = !others.length;
    box.hidden = !entries.length && !others.length;
    await showHowSafe(open.length);
    for (const { client_id, state, seen } of entries)
      if (state === "sent" && !seen && !document.hidden)
        await teamLog.update(client_id, (it) => it && { ...it, seen: Date.now() });
    return entries.length - open.length;
  };

  const showHowSafe = async (some) => {
    part("safe").hidden = !some;
    if (!some) return;
    const lasting = await navigator.storage?.persisted?.().catch(() => false);
    const isWebKit = navigator.vendor.startsWith("Apple");
    part("safe").textContent = SAFE[lasting ? "lasting" : isWebKit ? "week" : "room"];
  };

  const say = (words) => {
    said.textContent = words;
    said.hidden = !words;
  };

  const sayWhy = (why) => {
    part("why").textContent = why && WHY[why];
    part("why").hidden = !why;
    if (why === "signed out")
      part("why").append(" ", make("a", { href: log, textContent: "Sign in" }));
  };

  const count = async (what) =>
    (await teamLog.of(owner)).filter(({ state }) => state === what).length;

  const send = async () => {
    clearTimeout(timer);
    isAskedAgain = isSending;
    if (isSending) return;
    isSending = true;
    const before = await count("waiting");
    const why = await teamLog.send(log, owner).finally(() => (isSending = false));
    const left = await count("waiting");
    sayWhy(left ? why : "");
    const sent = await show();
    if (left && teamLog.LATER.includes(why)) {
      timer = setTimeout(send, PAUSES[Math.min(pause, PAUSES.length - 1)]);
      pause += 1;
    } else pause = 0;
    const wrong = await count("refused");
    if (wrong && before)
      say(`${wrong} not settled yet. Open it to see what it needs.`);
    else if (before > left) say(`${sent} sent and logged.`);
    if (before > left) keep().catch(() => {}); // what is planned is counted by now
    if (isAskedAgain) await send();
  };

  const sendNow = () => {
    pause = 0;
    return send();
  };

  // The page, its parts and the places go in together, or what was kept before stays.
  const keep = async () => {
    const whole = (url) => fetch(url, { cache: "reload", redirect: "manual" });
    const pages = [`${log}offline/`, `${home}offline/`];
    const answers = await Promise.all([...pages, `${log}places/`].map(whole));
    if (answers.some((answer) => !answer.ok)) return;
    const texts = await Promise.all(answers.slice(0, 2).map((page) => page.clone().text()));
    const found = texts.flatMap((text) =>
      [...text.matchAll(/(?:src|href)="([^"]+\.(?:css|js|svg))"/g)].map(([, url]) => url),
    );
    const parts = [...new Set(found)];
    const files = await Promise.all(parts.map((url) => fetch(url)));
    const isMine = texts.every((text) => text.includes(`data-phone="${owner}"`));
    if (!isMine || files.some((answer) => !answer.ok)) return;
    const kept = await caches.open("team-log");
    const wanted = [...pages, `${log}places/`, ...parts].map((url) => new URL(url, location).href);
    const ahead = Date.now() - texts[0].match(/now&quot;: (\d+)/)[1];
    await teamLog.note("skew", Math.abs(ahead) > HOUR ? ahead : 0);
    await Promise.all([...answers, ...files].map((answer, at) => kept.put(wanted[at], answer)));
    for (const request of await kept.keys())
      if (!wanted.includes(request.url)) await kept.delete(request);
    return true;
  };

  const start = async () => {
    for (const { client_id, seen } of await teamLog.of(owner))
      if (seen < began - DAY) await teamLog.remove(client_id);
    if ((await teamLog.recall("owner")) !== owner) {
      await caches.delete("team-log"); // somebody else's page, with their places
      await teamLog.note("others", []);
      await teamLog.note("owner", owner);
    }
    await show();
    await send();
    const script = `${home}sw.js`;
    const policy = globalThis.trustedTypes?.createPolicy("team-log", {
      createScriptURL: (url) => (url === script ? url : "about:blank"),
    });
    if (!(await keep())) return;
    await navigator.serviceWorker?.register(policy?.createScriptURL(script) ?? script, {
      scope: home,
      updateViaCache: "none",
    });
    // The one before, of the log alone, would answer there in place of this one.
    for (const worker of (await navigator.serviceWorker?.getRegistrations()) ?? [])
      if (worker.scope.endsWith(log)) await worker.unregister();
  };

  // Asked for when there is something to keep: some browsers ask the person.
  const keepForLong = async () => {
    await navigator.storage?.persist?.().catch(() => false);
    await show();
  };

  teamLog.told.addEventListener("message", show);
  part("send").addEventListener("click", sendNow);
  addEventListener("online", sendNow);
  document.addEventListener("visibilitychange", () => document.hidden || send());
  document.addEventListener("team-log-saved", () => {
    sendNow();
    keepForLong();
  });
  start().catch(() => {}); // no network, or nothing is kept: the usual page works without
})();
