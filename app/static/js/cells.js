/* Cells that save themselves. htmx sends (never two requests of one cell at once, the latest waits); this file judges the answers. */
(function () {
  "use strict";

  const { word, say, renewToken } = window.Jamlanma;
  const { CELL, record, cells, nameOf, unsaved, mark, problem, forget, complain, showTotals, setVersion } = window.Jamlanma.marks;
  const SLOW = 200; // milliseconds before “saving” is shown
  const LONGEST = 60; // seconds between two tries
  let retryTimer = 0;
  let tries = 0;
  let away = ""; // where to sign in, while signed out

  /** Sends a cell through htmx as if the person had changed it. */
  function send(input) {
    window.htmx.trigger(input, "change");
  }

  function accepted(input, data) {
    const own = record(input);
    own.saved = data.value === undefined ? own.sent.trim() : data.value;
    own.renewed = false;
    setVersion(input, data.version);
    if (input.value === own.sent) {
      input.value = own.saved;
      own.committed = own.saved;
    }
    tries = 0;
    forget(input);
    mark(input, "saved");
    say(nameOf(input) + ": " + (own.saved || "—") + ", " + word("saved"));
  }

  function retryLater(seconds) {
    window.clearTimeout(retryTimer);
    retryTimer = window.setTimeout(retry, seconds * 1000);
  }

  function failed() {
    return unsaved().filter(function (input) {
      return record(input).state === "failed" && !record(input).busy;
    });
  }

  /** Sends again what failed; after a lost session only when the same person has signed in. */
  async function retry() {
    window.clearTimeout(retryTimer);
    const waiting = failed();
    if (waiting.length && away && !(await samePerson(waiting))) {
      return;
    }
    waiting.forEach(function (input) {
      record(input).renewed = false;
      send(input);
    });
  }

  async function samePerson(waiting) {
    let person = "";
    try {
      person = await renewToken();
    } catch (error) {
      waiting.forEach(lost);
      return false;
    }
    if (person && person === document.body.dataset.person) {
      away = "";
      return true;
    }
    waiting.forEach(function (input) {
      if (person) {
        complain(input, "failed", word("other_person", { name: person }));
      } else {
        complain(input, "failed", word("signed_out"), away);
      }
    });
    return false;
  }

  function lost(input) {
    tries += 1;
    const pause = Math.min(LONGEST, Math.pow(2, tries));
    complain(input, "failed", word("network", { count: pause }));
    retryLater(pause);
  }

  function signedOut(input, address) {
    away = address;
    complain(input, "failed", word("signed_out"), away);
  }

  /** A void token (signed in again elsewhere): take the new one over once and send again. */
  async function tokenVoid(input) {
    const own = record(input);
    if (own.renewed) {
      complain(input, "failed", word("server"));
    } else if (await samePerson([input])) {
      own.renewed = true;
      send(input);
    }
  }

  function payload(xhr) {
    try {
      return Object.values(JSON.parse(xhr.getResponseHeader("HX-Trigger") || "{}"))[0] || {};
    } catch (error) {
      return {};
    }
  }

  function wait(input, xhr) {
    const pause = Number(xhr.getResponseHeader("Retry-After")) || LONGEST;
    complain(input, "failed", word("too_many", { count: pause }));
    retryLater(pause);
  }

  function answered(event, input, xhr) {
    const data = payload(xhr);
    const swapped = { 409: "conflict", 422: "refused", 423: "locked", 507: "failed" }[xhr.status];
    showTotals(data);
    if (xhr.status < 300) {
      accepted(input, data);
    } else if (swapped) {
      record(input).conflict = data;
      problem(input);
      mark(input, swapped);
    } else if (xhr.status === 401) {
      event.preventDefault();
      signedOut(input, xhr.getResponseHeader("HX-Redirect") || "/login");
    } else if (xhr.status === 400) {
      tokenVoid(input);
    } else if (xhr.status === 429) {
      wait(input, xhr);
    } else if (xhr.status === 403 || xhr.status === 404) {
      complain(input, "locked", word("forbidden"));
    } else {
      complain(input, "failed", word("server"));
    }
  }

  /** Two people wrote into one cell: this person's choice. */
  function keep(button) {
    const input = cells().find(function (cell) {
      return record(cell).box && record(cell).box.contains(button);
    });
    const own = record(input);
    setVersion(input, own.conflict.version);
    own.saved = own.conflict.theirs || "";
    input.focus();
    if (button.dataset.keep === "mine") {
      own.force = true;
      send(input);
    } else {
      input.value = own.saved;
      own.committed = own.saved;
      forget(input);
      mark(input, "saved");
    }
  }

  function on(name, act) {
    document.addEventListener(name, function (event) {
      if (event.target.matches && event.target.matches(CELL)) {
        act(event, event.target, record(event.target));
      }
    });
  }

  function ended(own) {
    own.busy = false;
    window.clearTimeout(own.timer);
  }

  on("htmx:configRequest", function (event, input, own) {
    const same = input.value.trim() === own.saved && !own.force;
    if (same) {
      forget(input);
      mark(input, own.state === "saved" ? "saved" : "");
    } else if (away) {
      signedOut(input, away);
      retry();
    }
    if (same || away) {
      event.preventDefault();
      return;
    }
    own.force = false;
    own.sent = input.value;
    event.detail.parameters = { value: input.value, version: input.dataset.version };
  });
  on("htmx:beforeRequest", function (event, input, own) {
    own.busy = true;
    own.timer = window.setTimeout(function () {
      mark(input, "saving");
    }, SLOW);
  });
  on("htmx:beforeOnLoad", function (event, input, own) {
    ended(own);
    answered(event, input, event.detail.xhr);
  });
  ["htmx:sendError", "htmx:timeout", "htmx:sendAbort"].forEach(function (name) {
    on(name, function (event, input, own) {
      ended(own);
      lost(input);
    });
  });
  // Trouble of one cell must not be overwritten by the next cell's answer.
  document.addEventListener("htmx:beforeSwap", function (event) {
    const input = event.detail.requestConfig.elt;
    if (event.detail.xhr.status >= 400 && input.matches(CELL) && record(input).box) {
      event.detail.target = record(input).box.querySelector(".said");
    }
  });

  document.addEventListener("click", function (event) {
    const button = event.target.closest('[data-act="retry"], [data-keep]');
    if (button && button.dataset.keep) {
      keep(button);
    } else if (button) {
      retry();
    }
  });
  window.addEventListener("online", retry);
  window.addEventListener("focus", function () {
    if (away) {
      retry();
    }
  });
  window.addEventListener("beforeunload", function (event) {
    if (unsaved().length) {
      event.preventDefault();
      event.returnValue = "";
    }
  });

  window.Jamlanma.send = send;
})();
