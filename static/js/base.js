// The frame of staff pages: its footer switches the theme, its menus close, its current tab and its error summary come forward.
// Every one is an addition: the pages work without it.

// Theme switch in the footer.
const themes = document.querySelector("[data-themes]");
if (themes && window.synergyTheme) {
  const buttons = [...themes.querySelectorAll("button")];
  const show = () => buttons.forEach((b) => b.setAttribute("aria-pressed", String(b.value === window.synergyTheme.get())));
  themes.addEventListener("click", (event) => {
    const button = event.target.closest("button");
    if (!button) return;
    window.synergyTheme.set(button.value);
    show();
  });
  document.addEventListener("themechange", show);
  themes.hidden = false;
  show();
}

// Menus close on Escape and on a click elsewhere.
document.addEventListener("click", (event) => {
  document.querySelectorAll("details.menu[open]").forEach((menu) => { if (!menu.contains(event.target)) menu.open = false; });
});
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  document.querySelectorAll("details.menu[open]").forEach((menu) => {
    menu.open = false;
    menu.querySelector("summary").focus();
  });
});

// The current tab is in view on a narrow screen.
document.querySelectorAll(".tabs [aria-current]").forEach((tab) => {
  const bar = tab.closest(".tabs");
  bar.scrollLeft = tab.offsetLeft - bar.offsetLeft - (bar.clientWidth - tab.clientWidth) / 2;
});

// After an error, reading starts at the summary.
document.querySelector(".error-summary")?.focus();
