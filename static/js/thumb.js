// Big keys for a thumb under boxes for a number, and lines that say what is in a fold.
const boxes = [...document.querySelectorAll("[data-pad]")];
const make = (tag, set) => Object.assign(document.createElement(tag), set);

if (boxes.length) {
  let box = boxes.find(({ value }) => !value) ?? boxes[0];
  const pad = make("div", { className: "field", role: "group", ariaLabel: "Number pad" });
  // which box the keys fill in
  const shown = make("p", { className: boxes[1] ? "small" : "unseen", role: "status" });
  const keys = make("div", { className: "choices chips width-20" });
  const tell = () => {
    shown.textContent = `${box.labels[0].textContent.trim()} ${box.value}`;
  };
  const key = (text, press, label = text) => {
    const button = make("button", {
      type: "button", className: "button second", textContent: text, ariaLabel: label, tabIndex: -1,
    });
    button.onclick = () => {
      box.value = press(box.value);
      box.dispatchEvent(new Event("input", { bubbles: true }));
    };
    return button;
  };
  const plus = boxes.some(({ dataset }) => dataset.pad)
    ? key("+", (value) => `${value}+`, "Plus") : make("span");

  keys.append(
    ...[..."123456789"].map((digit) => key(digit, (value) => value + digit)),
    plus,
    key("0", (value) => `${value}0`),
    key("⌫", (value) => value.slice(0, -1), "Delete the last number"),
  );
  pad.append(shown, keys);
  boxes.at(-1).closest(".field").after(pad);
  tell();

  // Not "click": the box keeps the focus when it has it.
  pad.onmousedown = (event) => event.preventDefault();
  for (const each of boxes) {
    // Under a finger the telephone's own keys stay away: these are bigger.
    each.onpointerdown = ({ pointerType }) => {
      each.inputMode = pointerType === "touch" ? "none" : "numeric";
    };
    each.oninput = tell;
    each.onfocus = () => {
      box = each;
      tell();
    };
  }
}
for (const fold of document.querySelectorAll(".usual")) {
  fold.oninput = () => {
    const said = (field) => [...field.querySelectorAll(":checked, [inputmode], textarea")]
      .map((one) => one.checked ? one.labels[0].textContent : one.value)
      .filter(Boolean).join(field.querySelector(".date") ? "." : ", ");
    fold.querySelector("span").textContent =
      [...fold.querySelectorAll(".field")].map(said).filter(Boolean).join(", ");
  };
}
