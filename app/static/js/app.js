/* What every script of ours needs: words, the token, the one speaking region, messages about failed requests. */
(function () {
  "use strict";

  document.documentElement.classList.add("js");

  /** A sentence of the page's language; {name} places are filled from values. */
  function word(key, values) {
    const found = document.getElementById("page-words").content.querySelector('[data-word="' + key + '"]');
    return found.textContent.replace(/\{(\w+)\}/g, function (whole, name) {
      return values && name in values ? String(values[name]) : whole;
    });
  }

  /** Reads a sentence aloud without moving the focus. */
  function say(text) {
    document.getElementById("status").textContent = text;
  }

  function tokenPlace() {
    return document.querySelector('meta[name="csrf-token"]');
  }

  function useToken(token) {
    tokenPlace().content = token;
    document.querySelectorAll('input[name="csrf_token"]').forEach(function (field) {
      field.value = token;
    });
  }

  /**
   * Asks the server for this page again and takes over its token: after signing in in another window the old one is void.
   * Answers the signed-in person's name, or "" when nobody is signed in.
   */
  async function renewToken() {
    const answer = await fetch(window.location.href, { headers: { Accept: "text/html" }, credentials: "same-origin", cache: "no-store" });
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const meta = page.querySelector('meta[name="csrf-token"]');
    const person = page.body.dataset.person || "";
    if (meta && person && person === document.body.dataset.person) {
      useToken(meta.content);
    }
    return person;
  }

  /** Shows a message on top of the page; it is read at once. */
  function alarm(text) {
    const box = document.createElement("div");
    box.className = "notice error";
    box.setAttribute("role", "alert");
    box.appendChild(document.createElement("p")).textContent = text;
    const place = document.getElementById("alerts");
    place.replaceChildren(box);
    place.scrollIntoView({ block: "nearest" });
  }

  document.addEventListener("htmx:configRequest", function (event) {
    event.detail.headers["X-CSRFToken"] = tokenPlace().content;
    const numbered = document.querySelector('meta[name="numbered"]'); // by which numbers of rows the page was drawn
    if (numbered) {
      event.detail.headers["X-Numbered"] = numbered.content;
    }
  });

  // Cells tell their own trouble (cells.js); anything else must not fail silently either.
  ["htmx:sendError", "htmx:timeout", "htmx:responseError"].forEach(function (name) {
    document.addEventListener(name, function (event) {
      if (!event.target.matches("[data-cell]")) {
        alarm(word("failed_request"));
      }
    });
  });

  window.Jamlanma = { word: word, say: say, alarm: alarm, renewToken: renewToken };
})();
