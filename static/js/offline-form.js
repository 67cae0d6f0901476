// The log form on this phone. It says what the server would say, which has the last word.
(() => {
  const { teamLog } = globalThis;
  const { make } = teamLog;
  const form = document.querySelector("[data-offline-form]");
  const rules = JSON.parse(form.dataset.offlineForm);
  const { phone: owner } = document.querySelector("[data-phone]").dataset;
  const summary = document.querySelector("[data-offline-problems]");
  const said = document.querySelector("[data-phone-said]");
  const DAY = 86_400_000;
  const PRESSED_TWICE = 1_000;
  let entry = null; // the one that is open in the form, when it is not a new one
  let day = null; // of the session that was looked at last
  let pressedAt = -PRESSED_TWICE;
  let skew = 0; // how far this phone's clock was ahead when it last met the server's

  const asked = new Set(); // what this entry was asked before: saved again, it is so
  const usual = {};
  for (const part of form.elements) {
    const chosen = ["checkbox", "radio"].includes(part.type)
      ? part.defaultChecked
      : part.type === "text";
    if (part.name && chosen)
      (usual[part.name] ??= []).push(part.type === "text" ? part.defaultValue : part.value);
  }

  // The day in Scotland, by a clock put right. Not known when it would be a day before the page
  // was made.
  const today = () => {
    const day = new Intl.DateTimeFormat("en-CA", { timeZone: rules.zone }).format(
      Date.now() - skew,
    );
    return day < rules.today ? null : day;
  };
  const first = (fields, name) => (fields[name]?.[0] ?? "").trim();

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

  const checkWhoCame = (fields, wrong) => {
    const overall = first(fields, "known");
    const { many, known: how, unknown, future } = rules.came;
    let rows = 0;
    let bad = false;
    const say = (...problem) => ((bad = true), wrong(...problem));
    for (const [audience, numbers] of Object.entries(rules.counts)) {
      const name = `count_${audience}`;
      const own = first(fields, `known_${audience}`);
      const [count, problem] = teamLog.readNumber(first(fields, name), numbers);
      const known = own || overall;
      if (problem) say(name, name, problem);
      else if (count === null && own && own !== "unknown") say(name, name, numbers.required);
      else if (count === null) rows += own === "unknown";
      else if (known === "nobody" && count === 0) rows += 1;
      else if (["", "nobody", "unknown"].includes(known))
        own
          ? say(`known_${audience}`, name, unknown)
          : say("known_0", "known", known ? unknown : how);
      else rows += 1;
    }
    if (bad || !day) return;
    // The server looks at each.
    rows += Object.keys(fields).filter((name) => /^school_\d+$/.test(name)).length;
    const later = today() && day > today();
    const past = today() && !later;
    if (!rows && (overall === "nobody" || (overall === "unknown" && past))) rows = 1;
    if (!rows && past) wrong(`count_${Object.keys(rules.counts)[0]}`, "attendance", many);
    if (rows && later) wrong("held_on_day", "held_on", future);
  };

  const check = (fields) => {
    const problems = [];
    const wrong = (id, field, text) =>
      problems.some((one) => one.field === field) || problems.push({ to: `id_${id}`, field, text });
    const tapped = !["", "other"].includes(first(fields, "last_place"));
    if (!tapped && !first(fields, "place") && !fields.is_online)
      wrong("place", "place", rules.place);
    day = readDate(fields, wrong);
    checkTime(fields, wrong);
    const { least, range, ...numbers } = rules.minutes;
    const [minutes, problem] = teamLog.readNumber(first(fields, "minutes"), numbers);
    if (problem || (minutes !== null && minutes < least))
      wrong("minutes", "minutes", problem || range);
    for (const [name, text] of Object.entries(rules.chosen))
      if (!fields[name]) wrong(`${name}_0`, name, text);
    checkWhoCame(fields, wrong);
    const { longest, long, not } = rules.notes;
    const notes = first(fields, "notes").replace(/\r\n/g, "\n");
    if (notes.length > longest)
      wrong(
        "notes",
        "notes",
        long
          .replace("%(limit_value)d", longest)
          .replace("%(show_value)d", notes.length)
          .replace("%(over)d", notes.length - longest),
      );
    for (const [kind, text] of not) if (new RegExp(kind).test(notes)) wrong("notes", "notes", text);
    const ids = [...form.querySelectorAll("[id]")].map((part) => part.id);
    return problems.sort((one, other) => ids.indexOf(one.to) - ids.indexOf(other.to));
  };

  const showProblems = (problems) => {
    form.querySelectorAll("[data-problem]").forEach((words) => words.remove());
    form.querySelectorAll("[data-hint]").forEach((part) => {
      part.removeAttribute("aria-invalid");
      part.setAttribute("aria-describedby", part.dataset.hint);
      if (!part.dataset.hint) part.removeAttribute("aria-describedby");
    });
    for (const { to, text } of problems) {
      asked.add(text);
      const box = document.getElementById(to)?.closest(".field");
      if (!box) continue;
      const words = make(
        "p",
        { className: "error", id: `${to}_problem` },
        make("span", { className: "unseen", textContent: "Error: " }),
        text,
      );
      words.dataset.problem = "";
      box.closest("details")?.setAttribute("open", "");
      box.querySelector("legend, label").after(words);
      const part = box.matches("fieldset") ? box : document.getElementById(to);
      part.dataset.hint ??= part.getAttribute("aria-describedby") ?? "";
      part.setAttribute("aria-describedby", `${part.dataset.hint} ${words.id}`.trim());
      if (part !== box) part.setAttribute("aria-invalid", "true");
    }
    const lines = problems.map(({ to, text }) =>
      make("li", {}, make("a", { href: `#${to}`, textContent: text })),
    );
    const list = make(
      "div",
      { className: "summary", tabIndex: -1 },
      make("h2", { textContent: "There is a problem" }),
      make("ul", {}, ...lines),
    );
    list.setAttribute("role", "alert");
    summary.replaceChildren(...(problems.length ? [list] : []));
    if (problems.length) list.focus();
  };

  const fill = (fields) => {
    for (const part of form.elements) {
      if (!part.name) continue;
      const values = fields[part.name] ?? [];
      if (["checkbox", "radio"].includes(part.type)) part.checked = values.includes(part.value);
      else part.value = values[0] ?? "";
    }
    form
      .querySelectorAll("details")
      .forEach(
        (more) =>
          (more.open = [...more.querySelectorAll("input, select")].some(
            (part) => part.checked || (part.type !== "checkbox" && part.value),
          )),
      );
  };

  const typed = () => {
    const fields = {};
    // Schools that this page has no boxes for.
    for (const [name, values] of Object.entries(entry?.fields ?? {})) {
      if (/^school_/.test(name) && !form.elements[name]) fields[name] = values;
    }
    for (const [name, value] of new FormData(form))
      if (value !== "" && name !== "client_id") (fields[name] ??= []).push(value);
    return named(fields);
  };

  // A place tapped in the list is only a number: its words are what an officer knows it by.
  const named = (fields) => {
    const tapped = form.querySelector(`[name=last_place][value="${+first(fields, "last_place")}"]`);
    return tapped ? { ...fields, place: [tapped.labels[0].textContent] } : fields;
  };

  const begin = () => {
    entry = null;
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
    const found = (await teamLog.of(owner)).find(
      (one) => `#${one.client_id}` === location.hash && one.state !== "sent",
    );
    if (!found) return;
    entry = found;
    asked.clear();
    fill(found.fields);
    showProblems(found.problems ?? []);
  };

  // What the worker took from the usual page was not looked at yet.
  const lookOver = async () => {
    for (const { unchecked, ...kept } of await teamLog.of(owner)) {
      if (!unchecked) continue;
      const fields = named(kept.fields);
      const problems = check(fields);
      const one = { ...kept, fields, day };
      await teamLog.put(problems.length ? { ...one, problems, state: "refused" } : one);
      said.hidden = false;
      said.textContent =
        "There was no network. What you typed is saved on this phone, and not sent yet.";
    }
  };

  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    if (event.timeStamp < pressedAt + PRESSED_TWICE) return;
    const fields = typed();
    const problems = check(fields);
    showProblems(problems);
    if (problems.length) return void (pressedAt = event.timeStamp);
    const {
      client_id = crypto.randomUUID(),
      device_at = new Date().toISOString(),
      tried,
      edited = tried,
    } = entry ?? {};
    // Until the phone has it, another press is the same entry.
    entry = { client_id, owner, device_at, fields, day, tried, edited, state: "waiting" };
    try {
      await teamLog.put(entry);
    } catch {
      showProblems([
        {
          to: "id_place",
          text:
            "This phone has no room to save this. Note it on paper, " +
            "or try again when there is a signal",
        },
      ]);
      return;
    }
    pressedAt = event.timeStamp;
    history.replaceState(null, "", location.pathname);
    begin();
    said.textContent = "Saved on this phone, not sent yet.";
    said.hidden = false;
    said.scrollIntoView({ block: "center" });
    const worker = await navigator.serviceWorker?.getRegistration();
    worker?.sync?.register("team-log").catch(() => {});
    document.dispatchEvent(new Event("team-log-saved"));
  });

  const start = async () => {
    skew = (await teamLog.recall("skew")) ?? 0;
    form.hidden = false;
    begin();
    await lookOver();
    await openNamed();
  };
  addEventListener("hashchange", openNamed);
  start();
})();
