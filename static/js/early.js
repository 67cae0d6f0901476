// Runs in the head, before anything is drawn. It leaves the page when a "Hide this page" link is
// pressed, and keeps Back from bringing it back: the tab is marked with the address it left for,
// and a page reached by Back in a marked tab leaves again.
(() => {
  const page = document.documentElement;
  const mark = "left-for";

  const recall = () => {
    try {
      return sessionStorage.getItem(mark);
    } catch {
      return null; // storage is switched off: leaving still works, Back then shows the page
    }
  };

  const leave = (address) => {
    page.hidden = true;
    document.title = "Loading";
    try {
      sessionStorage.setItem(mark, address);
    } catch {}
    // A key pressed once more must not stop the page from leaving.
    addEventListener("keydown", (event) => event.preventDefault(), true);
    location.replace(address);
  };

  const cameBack = () => performance.getEntriesByType("navigation")[0]?.type === "back_forward";

  addEventListener("click", (event) => {
    const link = event.target.closest?.("[data-exit]");
    if (!link) return;
    event.preventDefault();
    leave(link.href);
  });

  // A page kept in memory is kept blank, and shown again only when the tab is not marked.
  addEventListener("pagehide", () => (page.hidden = true));
  addEventListener("pageshow", (event) => {
    if (!event.persisted) return;
    const address = recall();
    if (address) leave(address);
    else page.hidden = false;
  });

  const address = recall();
  if (address && cameBack()) leave(address);
  else if (address) sessionStorage.removeItem(mark);
})();
