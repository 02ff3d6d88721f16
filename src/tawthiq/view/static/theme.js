// Light or dark: as the system has it, or as the reader chose; the choice is in the link.
(function (T) {
  "use strict";

  const system = matchMedia("(prefers-color-scheme: dark)");
  T.inLink("theme", ["auto", "light", "dark"]);

  let kept = new Map();
  // The colours of style variables, { name: "#rrggbb" }, as they are now.
  T.colours = function (names) {
    const style = getComputedStyle(document.documentElement);
    return Object.fromEntries(names.map((name) => {
      if (!kept.has(name)) kept.set(name, style.getPropertyValue("--" + name).trim());
      return [name, kept.get(name)];
    }));
  };

  T.dark = () => (T.state.theme === "auto" ? system.matches : T.state.theme === "dark");

  function apply() {
    kept = new Map();
    document.documentElement.dataset.theme = T.dark() ? "dark" : "light";
    const button = document.getElementById("theme");
    if (button) button.setAttribute("aria-pressed", String(T.dark()));
  }

  // Back to what the system has is «auto» again.
  T.switchTheme = function () {
    const wanted = T.dark() ? "light" : "dark";
    T.set({ theme: (wanted === "dark") === system.matches ? "auto" : wanted });
  };

  T.watch((changed) => (changed.size === 0 || changed.has("theme")) && apply());
  system.addEventListener("change", () => { apply(); T.set({ theme: T.state.theme }); });
  apply();
})(window.tawthiq = window.tawthiq || {});
