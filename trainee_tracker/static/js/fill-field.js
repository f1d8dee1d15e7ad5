// Offers usual values for a field: data-fills="id" on a row of buttons, each with its value. The row
// is hidden where no script runs, because only a script can make its buttons do anything.
"use strict";
(() => {
  for (const row of document.querySelectorAll("[data-fills]")) {
    const field = document.getElementById(row.dataset.fills);
    if (!field) continue;
    const mark = () => {
      for (const button of row.querySelectorAll("button")) {
        button.setAttribute("aria-pressed", String(button.value === field.value.trim()));
      }
    };
    row.addEventListener("click", (event) => {
      const button = event.target.closest("button");
      if (!button) return;
      field.value = button.value;
      mark();
    });
    field.addEventListener("input", mark);
    window.addEventListener("pageshow", mark);
    row.hidden = false;
    mark();
  }
})();
