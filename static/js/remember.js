// <fieldset data-remember="name">: the chosen radio button is found chosen again on the next visit, on this device only.
document.querySelectorAll("[data-remember]").forEach((group) => {
  const key = group.dataset.remember;
  try {
    const kept = localStorage.getItem(key);
    const known = [...group.querySelectorAll("input")].find((one) => one.value === kept);
    if (known) known.checked = true;
  } catch { /* private window: this page only */ }
  group.addEventListener("change", (event) => {
    try { localStorage.setItem(key, event.target.value); } catch { /* as above */ }
  });
});

// A link to a question opens the part it stands in.
const shown = location.hash && document.querySelector(location.hash)?.closest("details");
if (shown && !shown.open) {
  shown.open = true;
  document.querySelector(location.hash).scrollIntoView();
}
