// Keeps on the server what is typed on this page, so that a closed tab loses nothing.
const form = document.querySelector("[data-keep]");
let timer = 0;
let isKept = true;

const keep = () => {
  clearTimeout(timer);
  isKept ||= navigator.sendBeacon(form.dataset.keep, new FormData(form));
};
const soon = () => {
  isKept = false;
  clearTimeout(timer);
  timer = setTimeout(keep, 700);
};

// Not only "input": a place is chosen from the list with the mouse or the Enter key.
for (const event of ["input", "mousedown", "keydown"]) form.addEventListener(event, soon);
form.addEventListener("submit", () => {
  isKept = true; // the answer is on its way
  clearTimeout(timer);
});
addEventListener("pagehide", keep);
document.addEventListener("visibilitychange", keep);
