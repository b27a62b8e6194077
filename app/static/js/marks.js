/* What a cell knows about itself, and how it shows it: signs, words, problems, totals. Sends nothing. */
(function () {
  "use strict";

  const { word } = window.Jamlanma;
  const CELL = "input[data-cell]";
  const TROUBLES = ["failed", "refused", "conflict", "locked"];
  const WORDS = { saving: "saving", failed: "not_saved", refused: "refused", conflict: "not_saved", locked: "locked" };
  const records = new WeakMap();
  let problems = 0;

  /** saved: what the server has; committed: what was last sent or is saved; state: "", saving, saved or a trouble. */
  function record(input) {
    if (!records.has(input)) {
      const saved = "saved" in input.dataset ? input.dataset.saved : input.defaultValue;
      records.set(input, { saved: saved, committed: input.value, sent: null, state: "", busy: false, timer: 0, force: false, renewed: false, box: null, conflict: null });
    }
    return records.get(input);
  }

  function cells() {
    return Array.from(document.querySelectorAll(CELL));
  }

  function place(input) {
    return input.closest("td, .figure");
  }

  /** The cell's name as a person reads it: row and column head, or the label. */
  function nameOf(input) {
    const heads = (input.getAttribute("aria-labelledby") || "").split(" ").filter(Boolean).map(function (id) {
      return document.getElementById(id);
    });
    const named = heads.length ? heads : Array.from(input.labels);
    return named.map(function (head) {
      return head.firstChild.textContent.trim();
    }).join(", ");
  }

  function unsaved() {
    return cells().filter(function (input) {
      const own = record(input);
      if (input.form && input.form.dataset.sent) {
        return false; // a whole form on its way
      }
      return own.busy || own.state === "conflict" || input.value.trim() !== own.saved;
    });
  }

  function mark(input, state) {
    const line = place(input).querySelector(".cell-state");
    record(input).state = state;
    if (state) {
      place(input).dataset.state = state;
    } else {
      delete place(input).dataset.state;
    }
    if (["refused", "conflict", "locked"].includes(state)) {
      input.setAttribute("aria-invalid", "true");
    } else {
      input.removeAttribute("aria-invalid");
    }
    if (line && state !== "saved") {
      line.textContent = state ? word(WORDS[state]) : "";
      line.classList.toggle("bad", TROUBLES.includes(state));
    } else if (line) {
      line.classList.remove("bad");
    }
    summarise();
  }

  /** One line that says how the cells stand, and the button that helps. */
  function summarise() {
    const states = unsaved().map(function (input) {
      return record(input).state;
    });
    const troubled = states.filter(function (state) {
      return TROUBLES.includes(state);
    }).length;
    const saving = states.includes("saving");
    const saved = document.querySelector('[data-state="saved"]');
    document.querySelectorAll("[data-cell-bar]").forEach(function (bar) {
      const line = bar.querySelector("[data-cell-summary]");
      bar.classList.toggle("live", Boolean(states.length || saved));
      line.className = troubled ? "bad" : "cell-state";
      line.textContent = troubled ? word("unsaved", { count: troubled }) : saving ? word("saving") : saved ? "✓ " + word("all_saved") : "";
      bar.querySelector('[data-act="retry"]').hidden = !states.includes("failed");
    });
  }

  /** The place for what is wrong with a cell: beside a single figure, in the bar under a grid. Answers where the message goes. */
  function problem(input) {
    const own = record(input);
    if (!own.box) {
      own.box = document.createElement("div");
      own.box.className = "cell-problem";
      own.box.id = "problem-" + (problems += 1);
      own.box.appendChild(document.createElement("a")).className = "where";
      own.box.appendChild(document.createElement("div")).className = "said grow";
      own.box.appendChild(document.createElement("span")).className = "before";
    }
    if (!own.box.isConnected) {
      forget(input);
      (place(input).querySelector(".cell-note") || input.form.querySelector("[data-cell-problems]")).appendChild(own.box);
    }
    input.id = input.id || "cell-" + own.box.id;
    own.box.querySelector(".where").href = "#" + input.id;
    own.box.querySelector(".where").textContent = nameOf(input);
    own.box.querySelector(".before").textContent = word("back_to") + ": " + (own.saved || "—");
    input.setAttribute("aria-describedby", own.box.id);
    return own.box.querySelector(".said");
  }

  function forget(input) {
    const own = record(input);
    const note = place(input).querySelector(".cell-note");
    const served = note ? note.firstElementChild : document.getElementById(input.id + "-error");
    [served, own.box].forEach(function (message) {
      if (message) {
        message.remove();
      }
    });
    if (note) {
      input.setAttribute("aria-describedby", input.id + "-state");
    } else {
      input.removeAttribute("aria-describedby");
    }
  }

  function complain(input, state, text, link) {
    const line = document.createElement("p");
    line.setAttribute("role", "alert");
    line.textContent = text;
    if (link) {
      const anchor = document.createElement("a");
      anchor.href = link;
      anchor.target = "_blank";
      anchor.textContent = word("sign_in");
      line.append(" ", anchor);
    }
    problem(input).replaceChildren(line);
    mark(input, state);
  }

  function showTotals(data) {
    [["totals", "total"], ["running", "running"]].forEach(function (pair) {
      Object.entries(data[pair[0]] || {}).forEach(function (entry) {
        document.querySelectorAll("[data-" + pair[1] + '="' + entry[0] + '"]').forEach(function (cell) {
          cell.textContent = entry[1];
        });
      });
    });
  }

  function setVersion(input, version) {
    if (version !== undefined) {
      input.dataset.version = version;
    }
  }

  window.Jamlanma.marks = {
    CELL: CELL, record: record, cells: cells, nameOf: nameOf, unsaved: unsaved, mark: mark, summarise: summarise,
    problem: problem, forget: forget, complain: complain, showTotals: showTotals, setVersion: setVersion,
  };
})();
