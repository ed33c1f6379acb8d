// After an error, reading starts at the summary.
document.querySelector(".error-summary")?.focus();
