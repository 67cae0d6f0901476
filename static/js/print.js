// A button that prints the page. Without a script there is no button, and the browser's own menu
// prints.
for (const button of document.querySelectorAll("[data-print]")) {
  button.hidden = false;
  button.addEventListener("click", () => print());
}
