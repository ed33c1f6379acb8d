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
