// Today on this phone: what waits for a count, or the form of one. The address says which.
(() => {
  const { teamLog, teamLines, teamOpen } = globalThis;
  const { make } = teamLog;
  const list = document.querySelector("[data-plans]");
  const form = document.querySelector("[data-count-form]");
  const rules = JSON.parse(list.dataset.plans);
  const { phone: owner, log } = document.querySelector("[data-phone]").dataset;
  const said = document.querySelector("[data-phone-said]");
  const summary = document.querySelector("[data-offline-problems]");
  const plans = [...document.querySelectorAll("[data-plan]")];
  const here = location.pathname.match(/sessions\/(\d+)\/count/)?.[1];
  const plan = here ?? new URLSearchParams(location.search).get("plan");
  const kept = plans.find((one) => one.dataset.plan === plan);
  const lines = teamLines(form, rules, summary);
  const opened = teamOpen(owner);
  const PRESSED_TWICE = 1_000;
  let pressedAt = -PRESSED_TWICE;

  const tileOf = (template) => template.content.querySelector("li").cloneNode(true);
  const titleOf = (template) => {
    const words = (part) => part.textContent.replace(/\s+/g, " ").trim();
    const place = tileOf(template).querySelector("h3");
    place.querySelector(".unseen")?.remove();
    return words(place).replace(" ,", ",");
  };

  const showList = async () => {
    const counted = new Set((await teamLog.of(owner)).map((entry) => entry.plan));
    const today = lines.today();
    for (const one of document.querySelectorAll("[data-of]")) one.replaceChildren();
    for (const template of plans) {
      const { plan, day } = template.dataset;
      if (!plan) continue;
      const tile = tileOf(template);
      const of = day === today ? "today" : day > today ? "coming" : "waiting";
      if (!counted.has(+plan)) tile.querySelector("[data-counted]").remove();
      // Nobody is counted before the day.
      const link = tile.querySelector("h3 a");
      if (of === "coming") link.replaceWith(titleOf(template));
      document.querySelector(`[data-of=${of}]`).append(tile);
    }
    for (const one of document.querySelectorAll("[data-of]")) {
      const some = one.children.length > 0;
      // Above today's stands that there are none, above the others what they are.
      one.previousElementSibling.hidden = (one.dataset.of === "today") === some;
    }
    list.hidden = false;
  };

  const check = (fields, day) =>
    lines.problemsOf((wrong) => lines.checkWhoCame(fields, wrong, day));

  // Before the other scripts look for boxes to help with.
  const showForm = () => {
    const template = kept ?? plans.at(-1);
    const heading = document.querySelector("h1");
    const title = kept ? titleOf(template) : "The count of a session";
    heading.textContent = "Who came?";
    document.title = document.title.replace(/^[^–]*/, "Who came? ");
    const tile = [...tileOf(template).querySelectorAll("p:not([data-counted])")];
    heading.after(make("p", {}, make("strong", { textContent: title })), ...tile);
    const whole = document.importNode(template.content, true);
    whole.querySelector("li").remove();
    const schools = document.importNode(document.querySelector("[data-schools]").content, true);
    form.querySelector("[data-lines]").append(whole, schools);
    form.hidden = false;
    return title;
  };

  const openEntry = async () => {
    const id = teamLog.named();
    const mine = (await teamLog.of(owner)).filter((entry) => entry.state !== "sent");
    const found = mine.find((entry) => (id ? entry.client_id === id : entry.plan === +plan));
    const entry = found && (await opened.open(found.client_id));
    if (!entry) return;
    lines.fill(entry.fields);
    if (entry.both) lines.ask(entry, save);
    else lines.showProblems(entry.problems ?? []);
  };

  // What the worker took from the usual page was not looked at yet.
  const lookOver = async () => {
    for (const entry of await teamLog.of(owner)) {
      if (!entry.unchecked || !entry.plan) continue;
      const template = plans.find((one) => +one.dataset.plan === entry.plan);
      const { title = template && titleOf(template), day = template?.dataset.day } = entry;
      await teamLog.update(entry.client_id, (stored) => {
        const { unchecked, ...kept } = stored;
        return { ...kept, title, day };
      });
      tell("There was no network. What you typed is saved on this phone, and not sent yet.");
    }
  };

  const tell = (words) => {
    said.textContent = words;
    said.hidden = false;
  };

  const save = async (answer, at = performance.now()) => {
    if (at < pressedAt + PRESSED_TWICE) return;
    pressedAt = at;
    const day = kept?.dataset.day ?? opened.entry?.day;
    const fields = lines.typed(opened.entry);
    const problems = check(fields, day);
    lines.showProblems(problems);
    if (problems.length) return;
    const title = kept ? titleOf(kept) : opened.entry?.title;
    try {
      await opened.save({ ...answer, fields, day, title, plan: +plan });
    } catch {
      lines.showProblems([{ to: form.querySelector("input").id, text: teamLog.NO_ROOM }]);
      return;
    }
    location.assign(log.replace("log/", ""));
  };

  form.addEventListener("submit", (event) => {
    event.preventDefault();
    save({}, event.timeStamp);
  });
  addEventListener("hashchange", () => teamLog.named() && location.reload());
  if (plan) showForm();
  const start = async () => {
    await lines.ready;
    await lookOver();
    if (plan) await openEntry();
    else await showList();
  };
  if (!plan) teamLog.told.addEventListener("message", showList);
  start();
})();
