// The current tab is in view on a narrow screen.
document.querySelectorAll(".tabs [aria-current]").forEach((tab) => {
  const bar = tab.closest(".tabs");
  bar.scrollLeft = tab.offsetLeft - bar.offsetLeft - (bar.clientWidth - tab.clientWidth) / 2;
});
