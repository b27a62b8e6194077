/* Changes that can be undone: one typed figure, a pasted block, a row marked “no activity”. */
(function () {
  "use strict";

  const { word, say, send } = window.Jamlanma;
  const { CELL, record, mark, forget } = window.Jamlanma.marks;
  const NO_ACTIVITY = "–";
  const history = [];
  let programmatic = false;

  function showButtons() {
    document.querySelectorAll('[data-act="undo"]').forEach(function (button) {
      button.disabled = !history.length;
    });
  }

  function put(input, value) {
    input.value = value;
    record(input).committed = value;
    programmatic = true;
    send(input);
    programmatic = false;
  }

  /** Writes values as ONE change and saves each cell. changes: list of [input, value]. */
  function write(changes) {
    const made = changes.filter(function (change) {
      return change[0].value !== change[1];
    });
    if (made.length) {
      history.push(made.map(function (change) {
        return { input: change[0], before: change[0].value };
      }));
    }
    made.forEach(function (change) {
      put(change[0], change[1]);
    });
    showButtons();
  }

  function undo() {
    const last = (history.pop() || []).filter(function (change) {
      return change.input.isConnected;
    });
    last.forEach(function (change) {
      put(change.input, change.before);
    });
    if (last.length) {
      last[0].input.focus();
      say(word("undone"));
    }
    showButtons();
  }

  /** Puts back what the server has and drops what was typed. */
  function reset(input) {
    const own = record(input);
    input.value = own.saved;
    own.committed = own.saved;
    forget(input);
    mark(input, own.state === "saved" ? "saved" : "");
  }

  document.addEventListener("change", function (event) {
    const input = event.target;
    if (!programmatic && input.matches(CELL) && input.value !== record(input).committed) {
      history.push([{ input: input, before: record(input).committed }]);
      record(input).committed = input.value;
      showButtons();
    }
  });
  document.addEventListener("click", function (event) {
    const button = event.target.closest('[data-act="undo"], [data-cells] button[name="no_activity"]');
    if (button && button.dataset.act) {
      undo();
    } else if (button) {
      event.preventDefault();
      const group = button.closest("tr") || button.closest("form");
      write(Array.from(group.querySelectorAll(CELL)).filter(function (input) {
        return !input.value.trim();
      }).map(function (input) {
        return [input, NO_ACTIVITY];
      }));
    }
  });

  // With a script each cell saves itself; the whole form would carry old versions.
  document.addEventListener("submit", function (event) {
    if (event.target.matches("[data-cells]")) {
      event.preventDefault();
    }
  });

  window.Jamlanma.changes = { write: write, undo: undo, reset: reset };
})();
