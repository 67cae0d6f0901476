// Says on each card if it is open, by the clock in Scotland. Times are minutes since Monday 00:00.
const DAY = 1440;
const WEEK = 7 * DAY;
const clock = new Intl.DateTimeFormat("en-GB", {
  timeZone: "Europe/London",
  weekday: "short",
  hour: "numeric",
  minute: "numeric",
  hourCycle: "h23",
});

const minuteOfWeek = () => {
  const [day, hour, minute] = clock.format().match(/\w+/g);
  return ("MonTueWedThuFriSatSun".indexOf(day) / 3) * DAY + hour * 60 + +minute;
};

const wait = (from, to) => (to - from + WEEK) % WEEK;

const until = ([, closes, , , day, time], now) =>
  `, until ${time}${wait(now, closes) > DAY ? ` on ${day}` : ""}`;

const opensAt = (spans, now) => {
  const [opens, , day, time] = spans.find(([opens]) => opens > now) ?? spans[0];
  const today = opens > now && opens < now - (now % DAY) + DAY;
  return `Closed now. Opens${today ? "" : ` on ${day}`} at ${time}`;
};

const tick = () => {
  const now = minuteOfWeek();
  for (const tag of document.querySelectorAll("[data-open]")) {
    const spans = tag.dataset.open.split(",").map((span) => span.split(" "));
    const span = spans.find(([opens, closes]) => wait(opens, now) < closes - opens);
    tag.closest(".contact").classList.toggle("shut", !span);
    tag.textContent = span ? tag.dataset.yes + until(span, now) : opensAt(spans, now);
  }
  setTimeout(tick, 60_000 - (Date.now() % 60_000));
};

document.querySelector("label[hidden]").hidden = false;
tick();
