// Signing out clears this phone. What still waits would be lost, so that is said first.
const STORE = "team-log";

const act = (ask) =>
  new Promise((done, fail) => {
    const asked = indexedDB.open(STORE);
    asked.onerror = fail;
    asked.onsuccess = () => {
      const work = asked.result.transaction(["entries", "about"], "readwrite");
      const found = ask(work.objectStore("entries"), work.objectStore("about"));
      work.oncomplete = () => done(found.map(({ result }) => result));
      work.onabort = fail;
      asked.result.close();
    };
  });

// What waits of whoever signs out, and whether something of somebody else's does.
const waiting = async () => {
  const bases = await indexedDB.databases();
  if (!bases.some(({ name }) => name === STORE)) return { mine: 0, others: false };
  const [entries, owner] = await act((all, about) => [all.getAll(), about.get("owner")]);
  const open = entries.filter((entry) => entry.state !== "sent");
  const mine = open.filter((entry) => !owner || entry.owner === owner);
  return { mine: mine.length, others: open.length > mine.length };
};

// Somebody else's words stay for them: they are shown to nobody else.
const clear = async (others) => {
  if (others)
    await act((all, about) => {
      about.get("owner").onsuccess = ({ target: { result: owner } }) => {
        all.openCursor().onsuccess = ({ target: { result: at } }) => {
          if (!at) return about.clear();
          if (at.value.owner === owner) at.delete();
          at.continue();
        };
      };
      return [];
    });
  else indexedDB.deleteDatabase(STORE);
  await caches.delete(STORE);
  for (const worker of await navigator.serviceWorker.getRegistrations()) await worker.unregister();
};

for (const form of document.querySelectorAll("[data-sign-out]")) {
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const { mine: left, others } = await waiting().catch(() => ({ mine: null }));
    const lost = left > 1 ? "they are lost" : "it is lost";
    const waits =
      left === null
        ? "This browser cannot say whether something waits on this phone."
        : `${left} waiting on this phone, not in the log yet.`;
    const asked = `${waits} If you sign out now, ${lost}. Sign out?`;
    if (left !== 0 && !confirm(asked)) return;
    await clear(others).catch(() => {});
    const keep = { type: "hidden", name: "others_wait", value: 1 };
    if (others) form.append(Object.assign(document.createElement("input"), keep));
    form.submit();
  });
}
