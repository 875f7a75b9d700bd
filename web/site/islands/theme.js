// Blocking and tiny: the color scheme must stand before the first paint, and what needs scripts must be there at once.
(function () {
  var root = document.documentElement;
  root.classList.add("js");
  try {
    var theme = localStorage.getItem("firstline-theme");
    if (theme === "light" || theme === "dark") root.dataset.theme = theme;
  } catch {
    // Storage can be forbidden; the device's own scheme is used then.
  }
})();
