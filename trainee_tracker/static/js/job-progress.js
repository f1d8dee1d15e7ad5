// A page of background work asks now and then how far it is and shows that in place, so that nobody has
// to press anything. Without this script the page is loaded anew every five seconds instead.
"use strict";
(() => {
  const every = 2000; // milliseconds
  const part = () => document.querySelector("[data-job]");
  const renew = async () => {
    if (!part() || part().dataset.job === "ended") return;
    if (!document.hidden) {
      try {
        const answer = await fetch(window.location.href, { headers: { Accept: "text/html" } });
        const page = new DOMParser().parseFromString(await answer.text(), "text/html");
        const found = page.querySelector("[data-job]");
        // Signed out meanwhile, or a page that says why not: show that one whole.
        if (!found) window.location.reload();
        else part().replaceWith(found);
      } catch {
        // No connection just now; the next time may do.
      }
    }
    window.setTimeout(renew, every);
  };
  window.setTimeout(renew, every);
})();
