// Signing out clears this phone. What still waits would be lost, so that is said first.
const STORE = "team-log";

const waiting = async () => {
  const bases = await indexedDB.databases();
  if (!bases.some(({ name }) => name === STORE)) return 0;
  const entries = await new Promise((done, fail) => {
    const asked = indexedDB.open(STORE);
    asked.onerror = fail;
    asked.onsuccess = () => {
      const all = asked.result.transaction("entries").objectStore("entries").getAll();
      all.onsuccess = () => done(all.result);
      all.onerror = fail;
      asked.result.close();
    };
  });
  return entries.filter((entry) => entry.state !== "sent").length;
};

const clear = async () => {
  indexedDB.deleteDatabase(STORE);
  await caches.delete(STORE);
  for (const worker of await navigator.serviceWorker.getRegistrations()) await worker.unregister();
};

for (const form of document.querySelectorAll("[data-sign-out]")) {
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const left = await waiting().catch(() => null);
    const lost = left > 1 ? "they are lost" : "it is lost";
    const waits =
      left === null
        ? "This browser cannot say whether something waits on this phone."
        : `${left} waiting on this phone, not in the log yet.`;
    const asked = `${waits} If you sign out now, ${lost}. Sign out?`;
    if (left !== 0 && !confirm(asked)) return;
    await clear().catch(() => {});
    form.submit();
  });
}
