// The worker of the session log, of Today and of the counts: it answers for the network when there
// is none. What else the team has, it leaves alone.
const HOME = new URL(registration.scope).pathname;
const LOG = `${HOME}log/`;
const PAGE = `${LOG}offline/`;
const TODAY = `${HOME}offline/`;
const COUNT = new RegExp(`^${HOME}sessions/(\\d+)/count/((?:school|ways|place)/)?$`);
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

const kept = (url) => async (request) => {
  try {
    return await ask(request, LOOKING);
  } catch {
    return (await caches.match(url)) ?? Response.error();
  }
};

// The form of a usual page, sent when the signal had gone: it waits.
const save = async (request) => {
  const copy = request.clone();
  try {
    return await ask(request, SENDING);
  } catch {
    const { csrfmiddlewaretoken, client_id, phone, begun_in, ...fields } = await typed(copy);
    const { pathname } = new URL(request.url);
    const [isCount, plan, more = MORE.includes(pathname)] = pathname.match(COUNT) ?? [];
    const there = isCount ? TODAY : PAGE;
    if (!phone || !(client_id || isCount) || !(await caches.match(there))) return Response.error();
    const id = isCount ? await idOf(phone[0], +plan) : client_id[0];
    const device_at = new Date().toISOString();
    await teamLog.update(id, (stored = {}) => {
      const entry = { device_at, ...stored, client_id: id, owner: phone[0], fields };
      if (isCount) Object.assign(entry, { plan: +plan, edited: stored.tried });
      // Not to be saved yet: the kept page opens it, with all that can be asked for.
      return more
        ? { ...entry, state: "refused", problems: [] }
        : { ...entry, state: "waiting", unchecked: true, tried: true };
    });
    if (more) return Response.redirect(`${there}${isCount ? `?plan=${plan}` : ""}#${id}`, 303);
    await registration.sync?.register(SENT).catch(() => {});
    return Response.redirect(isCount ? HOME : PAGE, 303);
  }
};

// A plan is counted once by one officer: pressed twice, it is the same entry.
const idOf = async (owner, plan) => {
  const own = (await teamLog.of(owner)).filter((entry) => entry.plan === plan);
  return own.find((entry) => entry.state !== "sent")?.client_id ?? crypto.randomUUID();
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
    const list = await caches.match(PLACES);
    if (!list) return Response.error();
    const words = placeWords(new URL(request.url).searchParams.get("q"));
    const begins = (place) => (word) => ` ${place.words}`.includes(` ${word}`);
    const fits = (place) => words.length && words.every(begins(place));
    const results = (await list.json()).results.filter(fits);
    return Response.json({ results: results.slice(0, 10) });
  }
};

// A name with a hash in it never changes what it holds.
const file = async (request) => {
  const here = await caches.match(request);
  if (here && /\.[0-9a-f]{12}\./.test(request.url)) return here;
  return ask(request, LOOKING).catch(() => here ?? Response.error());
};

const answerTo = (request) => {
  const { origin, pathname } = new URL(request.url);
  // Back presses no button: the browser asks whether to send a form again.
  const isBack = request.isHistoryNavigation || request.cache === "only-if-cached";
  if (origin !== location.origin || (isBack && request.method === "POST")) return null;
  if (request.mode === "navigate") {
    const isLog = [LOG, ...MORE].includes(pathname);
    const isCount = COUNT.test(pathname);
    if (request.method === "POST") return isLog || isCount ? save : null;
    if (isLog || pathname === PAGE) return kept(PAGE);
    return isCount || [HOME, TODAY].includes(pathname) ? kept(TODAY) : null;
  }
  if (request.method !== "GET") return null;
  if (pathname === `${HOME}places/search/`) return places;
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
    const why = await teamLog.send(LOG, owner);
    if (teamLog.LATER.includes(why)) throw new Error(why);
  }
};
