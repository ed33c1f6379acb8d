// The switch in the footer: light, dark or as the system says; hidden where this file does not arrive.
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
