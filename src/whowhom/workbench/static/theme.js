// Runs before the first paint, so that a chosen appearance does not flash in the other.
(() => {
  const chosen = localStorage.getItem("whowhom-theme");
  if (chosen === "light" || chosen === "dark") document.documentElement.dataset.theme = chosen;
})();
