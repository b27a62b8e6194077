/* The keyboard in cells, as in a spreadsheet: Enter and arrows move, Esc undoes the cell, Ctrl+Z the last change, L shows last year. */
(function () {
  "use strict";

  const { CELL, record } = window.Jamlanma.marks;
  const { undo, reset } = window.Jamlanma.changes;

  function go(input) {
    if (input) {
      input.focus();
      input.select();
    }
    return Boolean(input);
  }

  /** The input in one column of a row; a heading over the table's width has none. */
  function cellIn(row, column) {
    return row.cells[column] && row.cells[column].querySelector(CELL);
  }

  function inColumn(input, step) {
    const cell = input.closest("td");
    if (!cell) {
      const all = Array.from(input.form.querySelectorAll(CELL));
      return all[all.indexOf(input) + step];
    }
    let row = cell.parentElement;
    do {
      row = step > 0 ? row.nextElementSibling : row.previousElementSibling;
    } while (row && !cellIn(row, cell.cellIndex));
    return row && cellIn(row, cell.cellIndex);
  }

  function inRow(input, step) {
    const row = input.closest("tr");
    const all = row ? Array.from(row.querySelectorAll(CELL)) : [];
    return all[all.indexOf(input) + step];
  }

  function edge(input, last) {
    const row = input.closest("tr");
    const all = row ? row.querySelectorAll(CELL) : [];
    return all[last ? all.length - 1 : 0];
  }

  /** Whether the arrows belong to the text: something was typed that is not sent yet. */
  function editing(input) {
    return input.value !== record(input).committed;
  }

  function toggleLastYear(form) {
    const shown = form.classList.toggle("with-last");
    form.querySelectorAll("[data-last]").forEach(function (cell) {
      const old = cell.querySelector(".last");
      if (old) {
        old.remove();
      } else {
        const small = document.createElement("small");
        small.className = "last";
        small.textContent = cell.matches("td") ? cell.dataset.last : window.Jamlanma.word("last_year") + " " + cell.dataset.last;
        cell.appendChild(small);
      }
    });
    form.querySelectorAll('[data-act="last-year"]').forEach(function (button) {
      button.setAttribute("aria-pressed", String(shown));
    });
  }

  function moved(event, input) {
    switch (event.key) {
      case "Enter":
        return go(inColumn(input, event.shiftKey ? -1 : 1)) || leave(input);
      case "ArrowDown":
        return go(inColumn(input, 1));
      case "ArrowUp":
        return go(inColumn(input, -1));
      case "ArrowLeft":
        return !editing(input) && go(inRow(input, -1));
      case "ArrowRight":
        return !editing(input) && go(inRow(input, 1));
      case "Home":
        return !editing(input) && go(edge(input, false));
      case "End":
        return !editing(input) && go(edge(input, true));
      case "Escape":
        reset(input);
        input.select();
        return true;
      default:
        return (event.code === "KeyL" || event.key.toLowerCase() === "l") && (toggleLastYear(input.form), true);
    }
  }

  /** Enter in the last cell saves it; the focus stays. */
  function leave(input) {
    input.blur();
    return go(input);
  }

  document.addEventListener("keydown", function (event) {
    const input = event.target;
    if (!input.matches || !input.matches(CELL) || event.isComposing) {
      return;
    }
    if ((event.ctrlKey || event.metaKey) && event.code === "KeyZ" && !editing(input)) {
      event.preventDefault();
      undo();
    } else if (!event.ctrlKey && !event.metaKey && !event.altKey && moved(event, input)) {
      event.preventDefault();
    }
  });
  document.addEventListener("focusin", function (event) {
    if (event.target.matches(CELL)) {
      event.target.select();
    }
  });
  document.addEventListener("click", function (event) {
    const button = event.target.closest('[data-act="last-year"]');
    if (button) {
      toggleLastYear(button.form);
    }
  });
})();
