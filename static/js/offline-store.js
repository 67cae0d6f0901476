// What waits on this phone, and how it is sent: for the log's pages and its worker.
// An entry: client_id, owner, device_at, fields, state (waiting, refused or sent); then tried,
// problems or session.
globalThis.teamLog = (() => {
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
  const everybodys = () => act("entries", "readonly", (entries) => entries.getAll());
  const of = async (owner) =>
    (await everybodys())
      .filter((entry) => entry.owner === owner)
      .sort((one, other) => (one.device_at < other.device_at ? -1 : 1));
  const recall = (name) => act("about", "readonly", (about) => about.get(name));
  const note = (name, value) => act("about", "readwrite", (about) => about.put(value, name));

  const post = async (log, token, entry) => {
    const { owner, client_id, device_at, fields } = entry;
    await put({ ...entry, tried: true });
    const answer = await fetch(`${log}send/`, {
      method: "POST",
      redirect: "manual",
      headers: { "Content-Type": "application/json", "X-CSRFToken": token },
      body: JSON.stringify({ owner, client_id, device_at, fields }),
    });
    if (answer.ok) {
      const { session, outcome } = await answer.json();
      // What was typed is the server's now; the phone keeps the receipt.
      const { place, is_online, held_on_day, held_on_month, held_on_year } = fields;
      const title = { place, is_online, held_on_day, held_on_month, held_on_year };
      const { day, edited } = entry;
      const receipt = { owner, client_id, device_at, day, edited, fields: title };
      await put({ ...receipt, state: "sent", session, outcome });
    } else if ([400, 413, 422].includes(answer.status)) {
      await put({
        ...entry,
        tried: true,
        state: "refused",
        problems: (await answer.json()).problems,
      });
    } else if (answer.type === "opaqueredirect") return "signed out";
    else return answer.status === 409 ? "somebody else" : "no answer";
    return "";
  };

  // Why not all could be sent; nothing when all were.
  const sendAll = async (log, owner) => {
    const waiting = (await of(owner)).filter((entry) => entry.state === "waiting");
    if (!waiting.length) return "";
    try {
      const asked = await fetch(`${log}token/`, { redirect: "manual", cache: "no-store" });
      if (asked.type === "opaqueredirect") return "signed out";
      if (!asked.ok) return asked.status === 403 ? "not allowed" : "no answer";
      const who = await asked.json();
      if (who.owner !== owner) return "somebody else";
      for (const entry of waiting) {
        const why = await post(log, who.token, entry);
        if (why) return why;
      }
      return "";
    } catch {
      return "no network";
    }
  };

  // Tabs and the worker wait for one another. The server takes each entry once.
  const send = (log, owner) =>
    navigator.locks
      ? navigator.locks.request("team-log", () => sendAll(log, owner))
      : sendAll(log, owner);

  const make = (tag, set, ...inside) => {
    const made = Object.assign(document.createElement(tag), set);
    made.append(...inside);
    return made;
  };

  return { everybodys, make, note, of, put, recall, remove, send, told };
})();
