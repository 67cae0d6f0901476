// After a form came back with errors, the summary is the first thing to read. The end of an address
// (#field, after a link of the last summary) would take the focus away once the page has loaded.
const summary = document.querySelector("[data-error-summary]");
summary?.focus();
if (location.hash) addEventListener("load", () => setTimeout(() => summary?.focus()));
