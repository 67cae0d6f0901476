// Errors first, also at a #field.
const summary = document.querySelector("[data-error-summary]");
summary?.focus();
if (location.hash) onload = () => summary?.focus();
