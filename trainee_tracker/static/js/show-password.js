// Puts a button below a password marked data-show and data-hide (its two labels) that shows what is
// being typed. Without scripts there is no button and nothing else is missing.
"use strict";
(() => {
  for (const input of document.querySelectorAll("input[data-show]")) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "button button-quiet show-password";
    const set = (shown) => {
      input.type = shown ? "text" : "password";
      button.textContent = shown ? input.dataset.hide : input.dataset.show;
    };
    button.setAttribute("aria-controls", input.id);
    button.addEventListener("click", () => set(input.type === "password"));
    // A password manager knows the field again, and nothing typed stays in sight.
    input.form?.addEventListener("submit", () => set(false));
    set(false);
    input.after(button);
  }
})();
