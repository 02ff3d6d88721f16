// What is cut at a side and can be scrolled to fades out there.
window.tawthiq.whenReady(function () {
  "use strict";

  function hint(element) {
    const tell = () => {
      const rtl = getComputedStyle(element).direction === "rtl";
      const hidden = element.scrollWidth - element.clientWidth;
      const gone = Math.abs(element.scrollLeft);
      const [before, after] = [gone > 2, hidden - gone > 2];
      element.dataset.cut = [(rtl ? after : before) && "left", (rtl ? before : after) && "right"].filter(Boolean).join(" ");
    };
    element.addEventListener("scroll", tell, { passive: true });
    new ResizeObserver(tell).observe(element);
    new MutationObserver(tell).observe(element, { childList: true, subtree: true });
    tell();
  }
  document.querySelectorAll(".tools, .chips, .scroller").forEach(hint);
});
