// The worker of the session log: it answers for the network when there is none.
const LOG = new URL(registration.scope).pathname;
const PAGE = `${LOG}offline/`;
const PLACES = `${LOG}places/`;
const { teamLog } = globalThis;
const LOOKING = 8_000;
const SENDING = 20_000;
// It is sent for more.
const MORE = ["school", "ways", "stages", "place"].map((more) => `${LOG}${more}/`);
const SENT = "team-log"; // the name of the job for Background Sync

addEventListener("install", () => skipWaiting());
addEventListener("activate", (event) => event.waitUntil(clients.claim()));

// Waits no longer than somebody in a corridor would; a server that is down is no network.
const ask = async (request, patience) => {
  const tooLong = new Promise((_, fail) => setTimeout(() => fail(new Error("too long")), patience));
  const answer = await Promise.race([fetch(request), tooLong]);
  if (answer.status >= 502) throw new Error("the server is away");
  return answer;
};

const page = async (request) => {
  try {
    return await ask(request, LOOKING);
  } catch {
    return (await caches.match(PAGE)) ?? Response.error();
  }
};

// The form of the usual page, sent when the signal had gone: it waits under its id.
const save = async (request) => {
  const copy = request.clone();
  try {
    return await ask(request, SENDING);
  } catch {
    const { csrfmiddlewaretoken, client_id, phone, ...fields } = await typed(copy);
    if (!client_id || !phone || !(await caches.match(PAGE))) return Response.error();
    const device_at = new Date().toISOString();
    const entry = { client_id: client_id[0], owner: phone[0], device_at, fields };
    if (MORE.includes(new URL(request.url).pathname)) {
      // Not to be saved yet: the kept page opens it, with all that can be asked for.
      await teamLog.put({ ...entry, state: "refused", problems: [] });
      return Response.redirect(`${PAGE}#${entry.client_id}`, 303);
    }
    await teamLog.put({ ...entry, state: "waiting", unchecked: true, tried: true });
    await registration.sync?.register(SENT).catch(() => {});
    return Response.redirect(PAGE, 303);
  }
};

const typed = async (request) => {
  const fields = {};
  for (const [name, value] of await request.formData()) (fields[name] ??= []).push(value);
  return fields;
};

const places = async (request) => {
  try {
    return await ask(request, LOOKING);
  } catch {
    const kept = await caches.match(PLACES);
    if (!kept) return Response.error();
    const words = placeWords(new URL(request.url).searchParams.get("q"));
    const begins = (place) => (word) => ` ${place.words}`.includes(` ${word}`);
    const fits = (place) => words.length && words.every(begins(place));
    const results = (await kept.json()).results.filter(fits);
    return Response.json({ results: results.slice(0, 10) });
  }
};

// A name with a hash in it never changes what it holds.
const file = async (request) => {
  const kept = await caches.match(request);
  if (kept && /\.[0-9a-f]{12}\./.test(request.url)) return kept;
  return ask(request, LOOKING).catch(() => kept ?? Response.error());
};

const answerTo = (request) => {
  const { origin, pathname } = new URL(request.url);
  // Back presses no button: the browser asks whether to send a form again.
  const isBack = request.isHistoryNavigation || request.cache === "only-if-cached";
  if (origin !== location.origin || (isBack && request.method === "POST")) return null;
  const isForm = request.mode === "navigate" && [LOG, ...MORE].includes(pathname);
  if (isForm && request.method === "POST") return save;
  if (isForm || (request.mode === "navigate" && pathname === PAGE)) return page;
  if (request.method !== "GET") return null;
  if (pathname === new URL("../places/search/", location.origin + LOG).pathname) return places;
  return ["style", "script", "image"].includes(request.destination) ? file : null;
};

addEventListener("fetch", (event) => {
  const answer = answerTo(event.request);
  if (answer) event.respondWith(answer(event.request));
});

addEventListener("sync", (event) => {
  if (event.tag === SENT) event.waitUntil(sendForAll());
});

const sendForAll = async () => {
  const owners = new Set((await teamLog.everybodys()).map((entry) => entry.owner));
  for (const owner of owners) {
    // An error, and the browser tries again.
    if ((await teamLog.send(LOG, owner)) === "no network") throw new Error("no network");
  }
};
