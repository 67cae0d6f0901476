// Searches the pages for what somebody types, in memory. It goes nowhere, and nothing of the index
// is shown: what is found are rows of the list of all pages.
const SOON = 200;
const MOST = 8;
const LEAST = 1;
const SAID = 10; // what people say weighs more than what we write

const words = (text) =>
  text.toLowerCase().normalize("NFKD").replace(/['’\u0300-\u036f]/g, "").match(/[a-z0-9]+/g) ?? [];

export const read = ({ pages, first, urgent }, rows) => {
  const found = rows.map((row) => {
    const link = row.querySelector("a");
    // None, when a newer page is read with an older index.
    const { said, more } = pages[link.pathname] ?? { said: [], more: "" };
    return {
      row,
      isFirst: link.pathname === first,
      said: said.map(words),
      title: words(link.textContent),
      text: words(`${row.textContent} ${more}`),
    };
  });
  const said = urgent.map(words);
  const all = [said, found.map((page) => [page.said, page.title, page.text])];
  return { pages: found, urgent: said, known: new Set(all.flat(4)) };
};

// How many letters are wrong, missing, too many or swapped.
const mistakes = (one, other) => {
  let before;
  let last = [...Array(other.length + 1).keys()];
  for (let i = 1; i <= one.length; i++) {
    const row = [i];
    for (let j = 1; j <= other.length; j++) {
      const swapped = one[i - 1] === other[j - 2] && one[i - 2] === other[j - 1];
      row[j] = Math.min(
        last[j] + 1,
        row[j - 1] + 1,
        last[j - 1] + (one[i - 1] !== other[j - 1]),
        swapped ? before[j - 2] + 1 : Infinity,
      );
    }
    [before, last] = [last, row];
  }
  return last[other.length];
};

// From 0 to 1. A word is half typed, or has another ending, or, if it is none of ours, is misspelt.
const likeness = (typed, word, isOurs) => {
  if (typed === word) return 1;
  const shorter = Math.min(typed.length, word.length);
  if (shorter > 2 && word.startsWith(typed)) return 0.9;
  if (shorter > 3 && typed.startsWith(word)) return 0.9;
  if (isOurs || shorter < 4 || Math.abs(typed.length - word.length) > 2) return 0;
  const wrong = mistakes(typed, word);
  return wrong > (shorter > 6 ? 2 : 1) ? 0 : 0.8 - wrong / 5;
};

const best = (points) => Math.max(0, ...points);

export const search = ({ pages, urgent, known }, text) => {
  const asked = words(text);
  const typed = asked.map(
    (one) => new Map([...known].map((word) => [word, likeness(one, word, known.has(one))])),
  );
  // All words of one thing that people say, or nothing.
  const says = (said) => {
    const points = said.map((word) => best(typed.map((like) => like.get(word))));
    return points.every(Boolean) && points.reduce((sum, some) => sum + some, 0);
  };
  const isUrgent = urgent.some(says);
  const scores = pages.map(({ isFirst, said }) =>
    isUrgent && isFirst ? Infinity : SAID * best(said.map(says)));
  for (const like of typed.filter((_, place) => asked[place].length > 2)) {
    const inWords = (some) => best(some.map((word) => like.get(word)));
    const points = pages.map(({ title, text }) => 2 * inWords(title) + inWords(text));
    const rare = Math.log(pages.length / (points.filter(Boolean).length || 1));
    points.forEach((some, place) => { scores[place] += some * rare; });
  }
  const found = pages.map(({ row }, place) => ({ row, score: scores[place] }));
  return {
    isUrgent,
    found: found.filter(({ score }) => score > LEAST)
      .sort((one, other) => other.score - one.score).slice(0, MOST),
  };
};

export const start = (box, index) => {
  const input = box.querySelector("input");
  const status = box.querySelector("[role=status]");
  const [urgent, list, nothing] = document.querySelectorAll("[data-found]");
  const known = read(index, [...document.querySelectorAll("[data-pages] li")]);
  let timer;

  const show = () => {
    clearTimeout(timer);
    const text = input.value.trim();
    const { isUrgent, found } = search(known, text);
    const many = found.length;
    list.replaceChildren(...found.map(({ row }) => row.cloneNode(true)));
    list.hidden = !many;
    if (urgent.hidden && isUrgent) {
      urgent.hidden = false;
      urgent.scrollIntoView({ block: "nearest" }); // a phone's keyboard may be over it
    }
    urgent.hidden = !isUrgent;
    nothing.hidden = Boolean(many) || text.length < 3;
    const pages = `${isUrgent ? "People to call now, and " : ""}${many} page${many > 1 ? "s" : ""}`;
    const now = many ? pages : nothing.hidden ? "" : "We found no page";
    if (status.textContent !== now) status.textContent = now; // or it would be read out again
  };

  input.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(show, SOON);
  });
  input.addEventListener("keydown", (event) => {
    if (event.key === "Tab") show(); // redrawn later, the rows would lose the focus
    if (event.key !== "Enter" || event.isComposing) return;
    event.preventDefault();
    show();
    list.querySelector("a")?.focus();
  });
  addEventListener("pagehide", () => {
    input.value = "";
    show();
  });
  if (input.value) show(); // typed while this was on its way
};
