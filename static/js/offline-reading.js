// Times, dates and numbers as the server reads them (sextortion_aware/reading/), with the patterns
// that the page brings. Null is what it would refuse.
(() => {
  const two = (number) => String(number).padStart(2, "0");
  const whole = (pattern, text) => text.match(new RegExp(`^(?:${pattern})$`))?.groups;

  const readTime = (typed, { pattern, longest, afternoon: [from, to] }) => {
    const text = typed.trim().replace(/\s+/g, " ").toLowerCase();
    const found = text.length <= longest && whole(pattern, text);
    if (!found) return null;
    if (found.noon) return "12:00";
    let hour = +found.hour;
    if (found.half) {
      if (hour < 1 || hour > 12) return null;
      hour = (hour % 12) + (found.half[0] === "p" ? 12 : 0);
    } else if (found.minute === undefined) return null;
    else if (hour >= from && hour <= to) hour += 12;
    const minute = +(found.minute ?? 0);
    return hour < 24 && minute < 60 ? `${two(hour)}:${two(minute)}` : null;
  };

  const readDay = (day, month, year, { box, months }) => {
    const found = whole(box, day.toLowerCase());
    const name = month.toLowerCase().replace(/\.$/, "");
    const number = /^\d{1,2}$/.test(month) ? +month : Object.hasOwn(months, name) && months[name];
    if (!found || !number || !/^\d{4}$/.test(year)) return null;
    const iso = `${year}-${two(number)}-${two(found.day)}`;
    const real = new Date(`${iso}T00:00:00Z`);
    return !isNaN(real) && real.toISOString().startsWith(iso) ? iso : null;
  };

  const readNumber = (typed, { most, over, invalid, negative, adds }) => {
    const plain = (text) => /^(\d{1,3}([, ]\d{3})+|\d+)$/.test(text.trim());
    const parts = adds ? typed.split("+") : [typed];
    if (!typed) return [null, ""];
    if (/^[-−]/.test(typed) && plain(typed.slice(1))) return [null, negative];
    if (!parts.every(plain)) return [null, invalid];
    const sum = parts.reduce((all, part) => all + +part.replace(/\D/g, ""), 0);
    return sum > most ? [null, over] : [sum, ""];
  };

  Object.assign(globalThis.teamLog, { readTime, readDay, readNumber });
})();
