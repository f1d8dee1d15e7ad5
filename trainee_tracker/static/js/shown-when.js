// Shows an element marked data-shown-when="name=value other" only while the field called `name` has
// one of these values. Without scripts it is always there.
"use strict";
(() => {
  const valueOf = (name) => {
    const fields = [...document.getElementsByName(name)];
    if (fields.some((field) => field.type === "radio" || field.type === "checkbox")) {
      return fields.find((field) => field.checked)?.value ?? "";
    }
    return fields[0]?.value ?? "";
  };
  const show = () => {
    for (const element of document.querySelectorAll("[data-shown-when]")) {
      const condition = element.dataset.shownWhen;
      const split = condition.indexOf("=");
      const wanted = condition.slice(split + 1).split(" ");
      element.hidden = !wanted.includes(valueOf(condition.slice(0, split)));
    }
  };
  document.addEventListener("change", show);
  window.addEventListener("pageshow", show);
  show();
})();
