// Says above the button of a register which marks are being changed, and from what to what. Without
// scripts the page says it once it comes back without having been saved.
"use strict";
(() => {
  const box = document.querySelector("[data-changes]");
  if (!box) return;
  const tell = () => {
    let changed = 0;
    for (const item of box.querySelectorAll("[data-mark]")) {
      const chosen = document.querySelector(`input[name="${CSS.escape(item.dataset.mark)}"]:checked`);
      const late = chosen?.value === "late" ? document.getElementsByName(item.dataset.late)[0].value.trim() : "";
      item.hidden = `${chosen?.value ?? ""} ${late}` === item.dataset.was;
      if (item.hidden) continue;
      changed += 1;
      const now = item.querySelector("[data-mark-now]");
      const minutes = late ? ` ${now.dataset.lateWords.replace("#", late)}` : "";
      now.textContent = `${chosen?.nextElementSibling.textContent ?? ""}${minutes}`;
    }
    box.hidden = changed === 0;
    box.querySelector("[data-changes-one]").hidden = changed !== 1;
    box.querySelector("[data-changes-many]").hidden = changed < 2;
    box.querySelector("[data-changes-count]").textContent = changed;
  };
  document.addEventListener("input", tell);
  document.addEventListener("change", tell);
  window.addEventListener("pageshow", tell);
})();
