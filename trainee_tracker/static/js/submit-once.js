// A form marked data-once is sent once: its buttons rest after the first press, so that a double
// click lands one time. The server would refuse the second anyway; this only spares the worry.
"use strict";
(() => {
  const buttons = (form) => form.querySelectorAll("button[type=submit], button:not([type])");
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (!form.matches("form[data-once]") || event.defaultPrevented) return;
    if (form.dataset.sent) {
      event.preventDefault();
      return;
    }
    form.dataset.sent = "yes";
    // aria-disabled keeps the pressed button's own value in what is sent, and the focus where it is.
    for (const button of buttons(form)) button.setAttribute("aria-disabled", "true");
  });
  // The back button shows a page as it was left: let it be sent again.
  window.addEventListener("pageshow", () => {
    for (const form of document.querySelectorAll("form[data-once]")) {
      delete form.dataset.sent;
      for (const button of buttons(form)) button.removeAttribute("aria-disabled");
    }
  });
})();
