// Keeps the figures of the bar under a queue right while its rows are being decided.
"use strict";
(() => {
  const figures = document.querySelectorAll("[data-decision-count]");
  if (figures.length === 0) return;
  const count = () => {
    for (const figure of figures) {
      const value = CSS.escape(figure.dataset.decisionCount);
      figure.textContent = document.querySelectorAll(`.decide input[value="${value}"]:checked`).length;
    }
  };
  document.addEventListener("change", count);
  window.addEventListener("pageshow", count);
})();
