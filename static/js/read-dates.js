// Says below a box for a wanted date what is read in it. Posted: no address keeps the words.
const SOON = 700;

for (const box of document.querySelectorAll("[data-read]")) {
  const said = box.nextElementSibling;
  let timer = 0;

  const ask = async () => {
    const words = box.value.trim();
    const body = new FormData();
    body.append("words", words);
    for (const name of ["csrfmiddlewaretoken", "place_id"])
      body.append(name, box.form.elements[name]?.value ?? "");
    try {
      const answer = words && await fetch("read/", { method: "POST", body });
      const text = answer.ok && !answer.redirected ? await answer.text() : "";
      if (box.value.trim() === words) said.textContent = text;
    } catch {
      // Continue says it
    }
  };

  box.addEventListener("input", () => {
    said.textContent = ""; // it was for other words
    clearTimeout(timer);
    timer = setTimeout(ask, SOON);
  });
  if (!said.textContent) ask(); // typed already
}
