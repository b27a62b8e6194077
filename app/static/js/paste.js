/* A block copied from a spreadsheet: shown first, then written as one change. */
(function () {
  "use strict";

  const { word } = window.Jamlanma;
  const { CELL, nameOf } = window.Jamlanma.marks;
  const { write } = window.Jamlanma.changes;
  // Judged loosely: the server decides. This only keeps headings and words of a copied block out of the cells.
  const FIGURE = /^(\d[\d\s\u00a0\u202f]*([.,]\d+)?(\/\d[\d\s\u00a0\u202f]*([.,]\d+)?)*|[-–—xX×])$/;

  function rowsOf(text) {
    return text.replace(/\r\n?/g, "\n").replace(/\n$/, "").split("\n").map(function (line) {
      return line.split("\t").map(function (value) {
        return value.trim();
      });
    });
  }

  /** The cells under a block whose first value falls on `input`, row by row: {td|null, input|null, value}. */
  function under(input, block) {
    const start = input.closest("td");
    const figures = start ? [] : Array.from(input.form.querySelectorAll(CELL));
    const found = [];
    let row = start && start.parentElement;
    block.forEach(function (values, down) {
      values.forEach(function (value, right) {
        const td = row ? row.cells[start.cellIndex + right] : null;
        const figure = start ? td && td.querySelector(CELL) : right === 0 && figures[figures.indexOf(input) + down];
        if (value !== "") {
          found.push({ td: td || null, input: figure || null, value: value });
        }
      });
      row = row && row.nextElementSibling;
    });
    return found;
  }

  function fault(item) {
    if (!item.input) {
      return (item.td && item.td.title) || word("outside");
    }
    return FIGURE.test(item.value) ? "" : word("not_number");
  }

  function line(item) {
    const row = document.createElement("tr");
    const trouble = fault(item);
    const head = document.createElement("th");
    head.scope = "row";
    head.textContent = item.input ? nameOf(item.input) : item.td ? item.td.parentElement.cells[0].firstChild.textContent.trim() : "—";
    row.appendChild(head);
    const old = item.input ? item.input.value : item.td && item.td.firstChild ? item.td.firstChild.textContent.trim() : "";
    [old || "—", item.value].forEach(function (text) {
      const cell = row.insertCell();
      cell.className = "n";
      cell.textContent = text;
    });
    const note = row.insertCell();
    note.className = trouble ? "bad" : "";
    note.textContent = trouble;
    return row;
  }

  function preview(input, items) {
    const dialog = document.getElementById("paste-preview").content.firstElementChild.cloneNode(true);
    const good = items.filter(function (item) {
      return !fault(item);
    });
    dialog.querySelector('[data-count="good"]').textContent = good.length;
    dialog.querySelector('[data-count="bad"]').textContent = items.length - good.length;
    dialog.querySelector("tbody").append.apply(dialog.querySelector("tbody"), items.map(line));
    dialog.querySelector('[data-act="apply"]').disabled = !good.length;
    dialog.addEventListener("click", function (event) {
      if (event.target.dataset.act === "apply") {
        write(good.map(function (item) {
          return [item.input, item.value];
        }));
      }
      if (event.target.dataset.act) {
        dialog.close();
      }
    });
    dialog.addEventListener("close", function () {
      dialog.remove();
      input.focus();
    });
    document.body.appendChild(dialog);
    dialog.showModal();
    dialog.querySelector('[data-act="' + (good.length ? "apply" : "cancel") + '"]').focus();
  }

  document.addEventListener("paste", function (event) {
    const input = event.target;
    if (!input.matches || !input.matches(CELL) || !document.getElementById("paste-preview")) {
      return;
    }
    const text = event.clipboardData.getData("text/plain");
    const block = rowsOf(text);
    if (block.length > 1 || block[0].length > 1) {
      event.preventDefault();
      preview(input, under(input, block));
    }
  });
})();
