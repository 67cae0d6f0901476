// Esc or Shift, three times within five seconds, presses "Hide this page". Each press says how many
// are left.
const TIMES = 3;
const WITHIN = 5000;
const link = document.querySelector("[data-exit]");
const count = document.querySelector("[data-exit-count]");
let pressed = "";
let moments = [];
let timer = 0;

const forget = () => {
  moments = [];
  pressed = "";
  count.textContent = "";
};

const inField = (target) => target.closest?.("input, select, textarea, [contenteditable]");

addEventListener("keydown", (event) => {
  if (event.repeat) return;
  const { key } = event;
  if (key !== "Escape" && (key !== "Shift" || inField(event.target))) {
    forget();
    return;
  }
  const now = performance.now();
  if (key !== pressed) forget();
  pressed = key;
  moments = moments.filter((moment) => now - moment < WITHIN).concat(now);
  clearTimeout(timer);
  if (moments.length >= TIMES) {
    event.preventDefault(); // Esc would also stop the next page from loading
    link.click();
    return;
  }
  const left = TIMES - moments.length;
  const name = key === "Escape" ? "Esc" : key;
  const times = left === 1 ? "time" : "times";
  count.textContent = `Press ${name} ${left} more ${times} to hide this page.`;
  timer = setTimeout(forget, WITHIN);
});
