// Chooses light or dark before the first paint; "auto" follows the system. Loaded, unlike the rest, in the head and at once.
(function () {
  var root = document.documentElement;
  var night = window.matchMedia("(prefers-color-scheme: dark)");
  function stored() {
    try { return localStorage.getItem("theme") || "auto"; } catch (error) { return "auto"; }
  }
  function apply() {
    var choice = stored();
    root.dataset.bsTheme = choice === "light" || choice === "dark" ? choice : night.matches ? "dark" : "light";
    document.dispatchEvent(new CustomEvent("themechange", { detail: { choice: choice, theme: root.dataset.bsTheme } }));
  }
  night.addEventListener("change", apply);
  window.addEventListener("storage", function (event) { if (event.key === "theme") apply(); });
  window.synergyTheme = {
    get: stored,
    set: function (choice) {
      try { localStorage.setItem("theme", choice); } catch (error) { /* private window: this page only */ }
      apply();
      if (stored() !== choice && choice !== "auto") root.dataset.bsTheme = choice;
    },
  };
  apply();
})();
