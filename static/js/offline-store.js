// What waits on this phone, and how it is sent: for the log's pages and its worker.
// An entry: client_id, owner, device_at, fields, state (waiting, refused or sent); of a count the
// plan and its title; then tried, and why it waits, or problems (with the plans or both figures
// that are asked about), or session.
globalThis.teamLog = (() => {
  const SLOW = 30_000;
  const told = new BroadcastChannel("team-log");

  const open = () =>
    new Promise((done, fail) => {
      const asked = indexedDB.open("team-log", 1);
      asked.onupgradeneeded = () => {
        asked.result.createObjectStore("entries", { keyPath: "client_id" });
        asked.result.createObjectStore("about");
      };
      asked.onsuccess = () => done(asked.result);
      asked.onerror = () => fail(asked.error);
    });

  const act = async (store, mode, ask) => {
    const base = await open();
    try {
      return await new Promise((done, fail) => {
        const work = base.transaction(store, mode, { durability: "strict" });
        const asked = ask(work.objectStore(store));
        work.oncomplete = () => done(asked.result);
        work.onabort = () => fail(work.error);
      });
    } finally {
      base.close();
    }
  };

  const change = async (ask) => {
    await act("entries", "readwrite", ask);
    told.postMessage("changed");
  };
  const put = (entry) => change((entries) => entries.put(entry));
  const remove = (id) => change((entries) => entries.delete(id));
  const byClock = (one, other) => (one.device_at < other.device_at ? -1 : 1);
  const everybodys = () => act("entries", "readonly", (entries) => entries.getAll());
  const of = async (owner) =>
    (await everybodys()).filter((entry) => entry.owner === owner).sort(byClock);
  const recall = (name) => act("about", "readonly", (about) => about.get(name));
  const note = (name, value) => act("about", "readwrite", (about) => about.put(value, name));

  // In one step: what another tab wrote meanwhile is not lost. Nothing is made of one that is gone,
  // but by who makes it.
  const update = (id, make) =>
    change((entries) => {
      const asked = entries.get(id);
      asked.onsuccess = () => {
        const made = make(asked.result);
        if (made) entries.put(made);
      };
      return asked;
    });

  // An answer is ours when it is JSON. Otherwise `why` says who gave it.
  const reach = async (log, name, options) => {
    const patience = { signal: AbortSignal.timeout?.(SLOW), cache: "no-store" };
    const answer = await fetch(log + name, { ...patience, ...options, redirect: "manual" });
    if (answer.type === "opaqueredirect") {
      // Ours leads to its own sign-in page, a network's to one of another address.
      const led = await fetch(`${log}token/`, { ...patience, mode: "same-origin" }).catch(() => 0);
      return { why: led.redirected ? "signed out" : "another network" };
    }
    const { status, ok, headers } = answer;
    const isOurs = headers.get("Content-Type")?.startsWith("application/json");
    const said = isOurs ? await answer.json().catch(() => null) : null;
    const other = ok ? "another network" : status > 500 ? "server away" : status;
    return { said, status, ok, why: said ? "" : other };
  };

  const NO_ROOM =
    "This phone has no room to save this. Note it on paper, or try again when there is a signal";
  const WORDS = {
    "another network": "A network that asks to sign in answered in place of our server.",
    "server away": "Our server is away.",
    403: "Our server does not let you send this one.",
    404: "Our server does not find this one.",
    409: "Somebody else is signed in.",
  };

  const LATER = ["no network", "server away", "another network", "some"]; // tried again
  const post = async (log, token, entry) => {
    const { owner, client_id, device_at, fields, plan } = entry;
    await update(client_id, (stored) => stored && { ...stored, tried: true });
    const { said, status, ok, why } = await reach(log, "send/", {
      method: "POST",
      headers: { "Content-Type": "application/json", "X-CSRFToken": token },
      body: JSON.stringify(entry),
    });
    if (why === "signed out") return why;
    const isTaken = ok && said?.client_id === client_id;
    const isRefused = said?.problems && [400, 413, 422].includes(status);
    const { place, is_online } = fields;
    await update(client_id, (stored) => {
      if (!stored) return null;
      const { why: before, ...kept } = { ...stored, tried: true };
      // Changed on this phone while it was sent.
      const isSame = JSON.stringify(stored.fields) === JSON.stringify(fields);
      if (!isSame) return { ...kept, edited: true };
      if (isTaken) {
        // What was typed is the server's now; the phone keeps the receipt.
        const receipt = { owner, client_id, device_at, plan, tried: true, state: "sent" };
        const { session, outcome } = said;
        const { day, title } = kept;
        return { ...receipt, day, title, fields: { place, is_online }, session, outcome };
      }
      if (isRefused) {
        // What was asked is confirmed when it is saved again.
        const { problems, plans, both, confirmed } = said;
        const asked = confirmed ? { ...fields, confirmed } : fields;
        const why = "It was sent, but needs your answer.";
        return { ...kept, fields: asked, problems, plans, both, why, state: "refused" };
      }
      const told = said?.problems?.[0].text ?? WORDS[why];
      return { ...kept, why: told ?? `Our server could not take this one (error ${status}).` };
    });
    return isTaken || isRefused ? "" : why || "some";
  };

  // Why not all could be sent; nothing when all were. One that is refused holds up no other.
  const sendAll = async (log, owner) => {
    const all = (await everybodys()).filter((entry) => entry.state === "waiting");
    if (!all.length) return note("others", []).then(() => "");
    try {
      const { said: who, why } = await reach(log, "token/");
      if (why === 403) return "not allowed";
      if (why) return typeof why === "number" ? "server away" : why;
      const theirs = all.filter((entry) => who.others[entry.owner]);
      await note("others", theirs.map((entry) => who.others[entry.owner]));
      const mine = all.filter((entry) => entry.owner === owner);
      if (who.owner !== owner && mine.length)
        return who.others[owner] ? "another programme" : "somebody else";
      let left = "";
      for (const { client_id } of mine.sort(byClock)) {
        const why = await whenClosed(client_id, async () => {
          const entry = (await of(owner)).find((one) => one.client_id === client_id);
          return entry?.state === "waiting" ? post(log, who.token, entry) : "";
        });
        if (why === "signed out") return why;
        left ||= typeof why === "number" ? "some" : why;
      }
      return left;
    } catch {
      return navigator.onLine ? "server away" : "no network";
    }
  };

  // An entry is open while a form has it: a page that goes away lets go of it by itself.
  const whenClosed = (id, deed) =>
    navigator.locks
      ? navigator.locks.request(`open ${id}`, { ifAvailable: true }, (it) => (it ? deed() : ""))
      : deed();
  const hold = (id) =>
    new Promise((done) => {
      if (!navigator.locks) return done(() => {});
      navigator.locks.request(`open ${id}`, () => new Promise((release) => done(release)));
    });

  // Tabs and the worker wait for one another. The server takes each entry once.
  const send = (log, owner) =>
    navigator.locks
      ? navigator.locks.request("team-log", () => sendAll(log, owner))
      : sendAll(log, owner);

  // The entry that the address names; a box of the form may stand there too.
  const named = () => location.hash.match(/^#([0-9a-f]{8}-[0-9a-f-]{27})$/)?.[1];

  const make = (tag, set, ...inside) => {
    const made = Object.assign(document.createElement(tag), set);
    made.append(...inside);
    return made;
  };

  const store = { everybodys, note, of, recall, remove, told, update };
  return { ...store, LATER, NO_ROOM, hold, make, named, send };
})();
