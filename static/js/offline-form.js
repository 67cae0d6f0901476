// The log form on this phone. It says what the server would say, which has the last word.
(() => {
  const { teamLog, teamLines, teamOpen } = globalThis;
  const form = document.querySelector("[data-offline-form]");
  const rules = JSON.parse(form.dataset.offlineForm);
  const { phone: owner } = document.querySelector("[data-phone]").dataset;
  const said = document.querySelector("[data-phone-said]");
  const lines = teamLines(form, rules, document.querySelector("[data-offline-problems]"));
  const { asked, fill, first, showProblems, today } = lines;
  const opened = teamOpen(owner);
  const DAY = 86_400_000;
  const PRESSED_TWICE = 1_000;
  let day = null; // of the session that was looked at last
  let pressedAt = -PRESSED_TWICE;

  const usual = {};
  for (const part of form.elements) {
    const chosen = ["checkbox", "radio"].includes(part.type)
      ? part.defaultChecked
      : part.type === "text";
    if (part.name && chosen)
      (usual[part.name] ??= []).push(part.type === "text" ? part.defaultValue : part.value);
  }

  const readDate = (fields, wrong) => {
    const { began, ahead, ...words } = rules.date;
    const boxes = ["day", "month", "year"].map((box) => [box, first(fields, `held_on_${box}`)]);
    const [day, month, year] = boxes.map(([, typed]) => typed);
    const missing = boxes.filter(([, typed]) => !typed).map(([box]) => box);
    const say = (text) => void wrong("held_on_day", "held_on", text);
    if (missing.length === 3) return say(words.required);
    if (missing.length) return say(words.missing.replace("%(missing)s", missing.join(" and a ")));
    if (/^\d+$/.test(year) && year.length !== 4) return say(words.year);
    const iso = teamLog.readDay(day, month, year, rules.date);
    if (!iso) return say(words.invalid);
    if (iso < began) say(words.early);
    else if (today() && Date.parse(iso) - Date.parse(today()) > ahead * DAY) say(words.far);
    return iso;
  };

  const checkTime = (fields, wrong) => {
    const typed = first(fields, "starts_at");
    if (!typed) return;
    const { invalid, question, starts } = rules.time;
    const time = teamLog.readTime(typed, rules.time);
    const say = (text) => wrong("starts_at", "starts_at", text);
    if (!time) return say(invalid);
    const text = question.replace("%(time)s", time.replace(":", "."));
    const wasAsked = fields.confirmed || asked.has(text); // there, or here
    if ((time < starts[0] || time > starts[1]) && !wasAsked) say(text);
  };

  const checkNotes = (fields, wrong) => {
    const { longest, long, not } = rules.notes;
    const notes = first(fields, "notes").replace(/\r\n/g, "\n");
    const say = (text) => wrong("notes", "notes", text);
    if (notes.length > longest)
      say(
        long
          .replace("%(limit_value)d", longest)
          .replace("%(show_value)d", notes.length)
          .replace("%(over)d", notes.length - longest),
      );
    for (const [kind, text] of not) if (new RegExp(kind).test(notes)) say(text);
  };

  const check = (fields) =>
    lines.problemsOf((wrong) => {
      const last = first(fields, "last_place");
      const tapped = !["", "other"].includes(last);
      const place = first(fields, "place");
      if (!tapped && !place && !fields.is_online) wrong("place", "place", rules.place);
      day = readDate(fields, wrong);
      checkTime(fields, wrong);
      const { least, range, ...numbers } = rules.minutes;
      const [minutes, problem] = teamLog.readNumber(first(fields, "minutes"), numbers);
      if (problem || (minutes !== null && minutes < least))
        wrong("minutes", "minutes", problem || range);
      for (const [name, text] of Object.entries(rules.chosen))
        if (!fields[name]) wrong(`${name}_0`, name, text);
      lines.checkWhoCame(fields, wrong, day, {
        id: tapped ? last : first(fields, "place_id"),
        place,
      });
      checkNotes(fields, wrong);
    });

  // A place tapped in the list is only a number: its words are what an officer knows it by.
  const named = (fields) => {
    const tapped = form.querySelector(`[name=last_place][value="${+first(fields, "last_place")}"]`);
    return tapped ? { ...fields, place: [tapped.labels[0].textContent] } : fields;
  };

  const begin = () => {
    opened.close();
    asked.clear();
    const [year = "", month = "", day = ""] = (today() ?? "").split("-");
    fill({
      ...usual,
      held_on_day: [day && +day],
      held_on_month: [month && +month],
      held_on_year: [year],
    });
    showProblems([]);
  };

  // The address names the entry to open.
  const openNamed = async () => {
    const found = teamLog.named() && (await opened.open(teamLog.named()));
    if (!found) return;
    asked.clear();
    fill(found.fields);
    if (found.plans || found.both) lines.ask(found, save);
    else showProblems(found.problems ?? []);
  };

  // What the worker took from the usual page was not looked at yet.
  const lookOver = async () => {
    for (const entry of await teamLog.of(owner)) {
      if (!entry.unchecked || entry.plan) continue;
      const fields = named(entry.fields);
      const problems = check(fields);
      await teamLog.update(entry.client_id, (stored) => {
        const { unchecked, ...kept } = { ...stored, fields, day };
        return problems.length ? { ...kept, problems, state: "refused" } : kept;
      });
      said.hidden = false;
      said.textContent =
        "There was no network. What you typed is saved on this phone, and not sent yet.";
    }
  };

  // `answer` to what the server asked about it.
  const save = async (answer, at = performance.now()) => {
    if (at < pressedAt + PRESSED_TWICE) return;
    const fields = named(lines.typed(opened.entry));
    const problems = check(fields);
    showProblems(problems);
    pressedAt = at;
    if (problems.length) return;
    try {
      await opened.save({ ...answer, fields, day });
    } catch {
      showProblems([{ to: "id_place", text: teamLog.NO_ROOM }]);
      return;
    }
    history.replaceState(null, "", location.pathname);
    begin();
    said.textContent = "Saved on this phone, not sent yet.";
    said.hidden = false;
    said.scrollIntoView({ block: "center" });
  };

  form.addEventListener("submit", (event) => {
    event.preventDefault();
    save({}, event.timeStamp);
  });

  const start = async () => {
    await lines.ready;
    form.hidden = false;
    begin();
    await lookOver();
    await openNamed();
  };
  addEventListener("hashchange", openNamed);
  start();
})();
