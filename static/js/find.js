// Shows the box that searches the pages, which nothing but a script can do. What searches, and the
// index of every page, are fetched when somebody goes to the box: no word is in that.
const box = document.querySelector("[data-index]");

const load = async () => {
  try {
    const [{ start }, index] = await Promise.all([
      import(box.dataset.script),
      fetch(box.dataset.index).then((answer) => answer.json()),
    ]);
    start(box, index);
  } catch {
    box.querySelector("[role=status]").textContent =
      "The search did not load. Pick a page from the list.";
    box.addEventListener("focusin", load, { once: true });
  }
};

box.addEventListener("focusin", load, { once: true });
box.hidden = false;
