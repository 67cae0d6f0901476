// Offers places while somebody types (an ARIA combobox).
const SOON = 200;
const make = (tag, set) => Object.assign(document.createElement(tag), set);

const enhance = (input) => {
  const chosen = input.nextElementSibling;
  const list = make("ul", { id: `${input.id}_list`, hidden: true,
    role: "listbox", ariaLabel: input.labels[0].textContent });
  const status = make("p", { className: "unseen", role: "status" });
  input.parentElement.append(list, status);
  for (const [name, value] of Object.entries({
    role: "combobox", "aria-autocomplete": "list", "aria-expanded": "false",
    "aria-controls": list.id })) {
    input.setAttribute(name, value);
  }
  let at = -1;
  let timer = 0;

  const close = () => {
    list.replaceChildren(); // they may be for other words
    list.hidden = true;
    at = -1;
    input.setAttribute("aria-expanded", "false");
    input.removeAttribute("aria-activedescendant");
  };

  const choose = ({ place }) => {
    input.value = place.label;
    chosen.value = place.id;
    status.textContent = "";
    clearTimeout(timer);
    close();
  };

  const move = (step) => {
    const options = [...list.children];
    if (!options.length) return search();
    at = (at + step + options.length + (at < 0 && step < 0)) % options.length;
    options.forEach((option, number) => { option.ariaSelected = number === at; });
    options[at].scrollIntoView({ block: "nearest" });
    input.setAttribute("aria-activedescendant", options[at].id);
  };

  const show = (results, none = input.dataset.none ?? "Nothing found yet.") => {
    close();
    list.append(
      ...results.map((place, number) => make("li", { place,
        id: `${list.id}_${number}`, role: "option", ariaSelected: "false",
        textContent: place.kind ? `${place.label}, ${place.kind}` : place.label })),
    );
    list.hidden = !results.length;
    input.setAttribute("aria-expanded", String(results.length > 0));
    status.className = results.length ? "unseen" : "hint";
    status.textContent = results.length
      ? `${results.length} found. Use the arrow keys to choose.` : none;
  };

  const search = async () => {
    const words = input.value.trim();
    if (words.length < 2) return show([], "");
    try {
      const answer = await fetch(`${input.dataset.searchUrl}?q=${encodeURIComponent(words)}`);
      const found = answer.ok && (await answer.json()).results; // meanwhile more may be typed
      if (found && input.value.trim() === words && !chosen.value && input.matches(":focus"))
        show(found);
    } catch {
      close(); // the server asks later
    }
  };

  input.oninput = () => {
    chosen.value = "";
    close();
    clearTimeout(timer);
    timer = setTimeout(search, SOON);
  };
  input.onkeydown = (event) => {
    const act = {
      ArrowDown: () => move(1),
      ArrowUp: () => move(-1),
      Escape: close,
      Enter: () => choose(list.children[at]),
    }[event.key];
    if (!act || (event.key === "Enter" && at < 0) ||
      (event.key === "Escape" && list.hidden)) return;
    event.preventDefault();
    act();
  };
  // Not "click": the box keeps the focus.
  list.onmousedown = (event) => {
    event.preventDefault();
    const option = event.target.closest("li");
    if (option) choose(option);
  };
  input.onblur = close;
  if (input.value && !chosen.value) search(); // typed already
};

document.querySelectorAll("[data-search-url]").forEach(enhance);
