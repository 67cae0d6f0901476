// After a form came back with errors, the summary is the first thing to read.
document.querySelector("[data-error-summary]")?.focus();
