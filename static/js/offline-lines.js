// What the log form and the count form on this phone share: who came, what is wrong, what is typed.
globalThis.teamLines = (form, rules, summary) => {
  const { teamLog } = globalThis;
  const { make } = teamLog;
  const asked = new Set(); // what this entry was asked before: saved again, it is so
  let skew = 0; // how far this phone's clock was ahead when it last met the server's
  const ready = teamLog.recall("skew").then((ahead) => (skew = ahead ?? 0));

  // The day in Scotland, by a clock put right. Not known when it would be a day before the page
  // was made.
  const today = () => {
    const day = new Intl.DateTimeFormat("en-CA", { timeZone: rules.zone }).format(
      Date.now() - skew,
    );
    return day < rules.today ? null : day;
  };
  const first = (fields, name) => (fields[name]?.[0] ?? "").trim();
  const numbersOf = (fields) =>
    [
      ...new Set(Object.keys(fields).map((name) => name.match(/^school_(\d+)(?:_|$)/)?.[1])),
    ].filter(Boolean);

  // How many rows the schools make. `own`: where it was held.
  const checkSchools = (fields, wrong, own) => {
    const { place: named, own: held, none, twice, whom } = rules.school;
    const overall = first(fields, "known");
    const seen = new Set();
    let rows = 0;
    for (const number of numbersOf(fields)) {
      const at = `school_${number}`;
      const [place, id, way] = ["", "_id", "_known"].map((end) => first(fields, `${at}${end}`));
      const known = way || overall;
      const counts = {};
      let bad = false;
      const say = (name, text) => ((bad = true), wrong(name, name, text));
      for (const [audience, numbers] of Object.entries(rules.schools)) {
        const name = `${at}_${audience}`;
        const [count, problem] = teamLog.readNumber(first(fields, name), numbers);
        if (problem) say(name, problem);
        else if (count !== null) counts[audience] = count;
      }
      const some = Object.keys(counts).length;
      if (bad) continue;
      if (!place) {
        if (some || way) say(at, named);
      } else if (own && ((id && id === own.id) || place === own.place)) say(at, held);
      else if (!some && !["nobody", "unknown"].includes(known))
        say(at, none.replace("%(name)s", place.split(",")[0]));
      else if (some && !checkWay(way, known, Object.values(counts), wrong, at)) continue;
      else
        for (const audience of some ? Object.keys(counts) : [""]) {
          const row = `${audience} ${place}`;
          if (seen.has(row)) say(at, twice.replace("%(whom)s", whom[audience] ?? ""));
          seen.add(row);
          rows += 1;
        }
    }
    return rows;
  };

  const checkWay = (way, known, counts, wrong, at) => {
    const { known: how, unknown } = rules.came;
    if (known === "nobody" && !counts.some(Boolean)) return true;
    if (!["", "nobody", "unknown"].includes(known)) return true;
    const text = known ? unknown : how;
    if (way) wrong(`${at}_known`, `${at}_known`, text);
    else wrong("known_0", "known", text);
    return false;
  };

  // `day` of the session; empty when it is not known.
  const checkWhoCame = (fields, wrong, day, own) => {
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
    rows += checkSchools(fields, say, own);
    if (bad || !day) return;
    const later = today() && day > today();
    const past = today() && !later;
    if (!rows && (overall === "nobody" || (overall === "unknown" && past))) rows = 1;
    const box = form.querySelector("[name^=count_]").name;
    if (!rows && past) wrong(box, "attendance", many);
    if (rows && later) wrong("held_on_day", "held_on", future);
  };

  // `say` tells each problem by the box, the field and the words; one of each field is told.
  const problemsOf = (say) => {
    const problems = [];
    say((id, field, text) => {
      if (!problems.some((one) => one.field === field))
        problems.push({ to: `id_${id}`, field, text });
    });
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
      for (let fold = box; (fold = fold.parentElement.closest("details")); ) fold.open = true;
      box.querySelector("legend, label").after(words);
      const part = box.matches("fieldset") ? box : document.getElementById(to);
      part.dataset.hint ??= part.getAttribute("aria-describedby") ?? "";
      part.setAttribute("aria-describedby", `${part.dataset.hint} ${words.id}`.trim());
      if (part !== box) part.setAttribute("aria-invalid", "true");
    }
    const lines = problems.map(({ to, text }) =>
      make("li", {}, make("a", { href: `#${to}`, textContent: text })),
    );
    show(problems.length && [make("h2", { textContent: "There is a problem" }),
      make("ul", {}, ...lines)]);
  };

  const show = (parts, role = "alert") => {
    const box = make("div", { className: role === "alert" ? "summary" : "inset", tabIndex: -1 });
    box.setAttribute("role", role);
    box.append(...(parts || []));
    summary.replaceChildren(...(parts ? [box] : []));
    if (parts) box.focus();
  };

  const fill = (fields) => {
    for (const part of form.elements) {
      if (!part.name) continue;
      const values = fields[part.name] ?? [];
      if (["checkbox", "radio"].includes(part.type)) part.checked = values.includes(part.value);
      else part.value = values[0] ?? "";
    }
    // What thumb.js says of them.
    for (const part of form.querySelectorAll(".usual, [data-pad]")) part.oninput?.();
    for (const more of form.querySelectorAll("details:not(.usual)"))
      more.open = [...more.querySelectorAll("input, select")].some(
        (part) => part.checked || (part.type !== "checkbox" && part.value),
      );
  };

  // With what the entry has and this page has no boxes for: schools, and what was confirmed.
  const typed = (entry) => {
    const fields = {};
    for (const [name, values] of Object.entries(entry?.fields ?? {}))
      if (/^(school_|confirmed)/.test(name) && !form.elements[name]) fields[name] = values;
    for (const [name, value] of new FormData(form))
      if (value !== "" && name !== "client_id") (fields[name] ??= []).push(value);
    return fields;
  };

  // What the server asked about this entry, above the form that it fills. `answer` takes what is
  // to be kept of it.
  const ask = ({ problems, plans, both }, answer) => {
    const button = (text, change) => {
      const made = make("button", { type: "button", className: "button second" }, text);
      made.addEventListener("click", () => answer(change));
      return make("div", { className: "actions" }, made);
    };
    const [{ text }] = problems;
    const lines = [make("h2", { textContent: text })];
    for (const [name, now, mine] of both?.rows ?? [])
      lines.push(make("p", {}, make("strong", { textContent: name }), make("br"),
        `In the log: ${now}`, make("br"), `You typed: ${mine}`));
    for (const { id, words } of plans ?? [])
      lines.push(make("p", {}, words), button("It is this one: count it", { plan: id }));
    if (plans)
      lines.push(button("It is another one: log it", { told_apart: plans.map(({ id }) => id) }));
    if (both?.way) lines.push(button(
      both.way === "edit" ? "Change the log to mine" : "Send mine as a correction",
      { over: both.version }));
    if (both) lines.push(make("p", {}, make("a", { href: both.session,
      textContent: "See the session" })));
    show(lines, "region");
    summary.firstChild.setAttribute("aria-label", text);
  };

  return { ask, asked, checkWhoCame, fill, first, problemsOf, ready, showProblems, today, typed };
};

// An entry that is open in a form: it is not sent meanwhile, and is kept again when it is saved.
globalThis.teamOpen = (owner) => {
  const { teamLog } = globalThis;
  let entry = null;
  let release = () => {};

  const close = () => {
    release();
    release = () => {};
    entry = null;
  };
  const open = async (id) => {
    close();
    release = await teamLog.hold(id);
    entry = (await teamLog.of(owner)).find((one) => one.client_id === id) ?? null;
    if (!entry || entry.state === "sent") close();
    return entry;
  };
  // What the server said of it is answered or typed anew.
  const save = async (set) => {
    const { client_id = crypto.randomUUID(), device_at = new Date().toISOString() } = entry ?? {};
    // Until the phone has it, another press is the same entry.
    entry ??= { client_id, device_at };
    await teamLog.update(client_id, (stored = {}) => {
      const { problems, plans, both, why, unchecked, session, outcome, ...kept } =
        { ...entry, ...stored, ...set };
      const edited = stored.edited || (stored.tried && "fields" in set);
      return { ...kept, client_id, device_at, owner, edited, state: "waiting" };
    });
    close();
    const worker = await navigator.serviceWorker?.getRegistration();
    worker?.sync?.register("team-log").catch(() => {});
    document.dispatchEvent(new Event("team-log-saved"));
  };

  return { close, open, save, get entry() { return entry; } };
};
