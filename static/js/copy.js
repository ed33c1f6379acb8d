// <button data-copy="#id" data-done="Copied">: copies the text or value of #id and says so.
document.addEventListener("click", async (event) => {
  const button = event.target.closest("[data-copy]");
  const source = button && document.querySelector(button.dataset.copy);
  if (!source) return;
  try {
    await navigator.clipboard.writeText(source.value ?? source.textContent.trim());
    button.textContent = button.dataset.done || "✓";
  } catch {
    source.select?.();
  }
});
