/* Ordinary forms: sent once, leaving asks, files can be dropped, a change of language keeps what is typed. */
(function () {
  "use strict";

  const { word, alarm } = window.Jamlanma;
  const AGAIN = 8000; // milliseconds after which a form may be sent again (a download leaves the page standing)
  const TYPED = "main input[name]:not([type=hidden]):not([name=csrf_token]), main select[name], main textarea[name]";

  function changed(field) {
    if (field.type === "checkbox" || field.type === "radio") {
      return field.checked !== field.defaultChecked;
    }
    if (field.tagName === "SELECT") {
      return Array.from(field.options).some(function (option) {
        return option.selected !== option.defaultSelected && (option.defaultSelected || option.index > 0);
      });
    }
    return field.type === "file" ? field.files.length > 0 : field.value !== field.defaultValue;
  }

  function isDirty(form) {
    return !form.dataset.sent && Array.from(form.elements).some(function (field) {
      return field.name && field.type !== "hidden" && field.type !== "submit" && changed(field);
    });
  }

  document.addEventListener("submit", function (event) {
    const form = event.target;
    if (form.method !== "post" || event.defaultPrevented) {
      return;
    }
    const refused = form.querySelector('[data-refused]:not([data-refused=""])');
    if (form.dataset.sent || refused) {
      event.preventDefault();
      if (refused) {
        refused.querySelector("input").focus();
        alarm(refused.dataset.refused);
      }
      return;
    }
    form.dataset.sent = "1";
    window.setTimeout(function () {
      delete form.dataset.sent;
    }, AGAIN);
  });
  document.addEventListener("htmx:afterRequest", function (event) {
    const form = event.target.closest("form");
    if (form) {
      delete form.dataset.sent;
    }
  });
  window.addEventListener("pageshow", function () {
    document.querySelectorAll("form[data-sent]").forEach(function (form) {
      delete form.dataset.sent;
    });
  });
  window.addEventListener("beforeunload", function (event) {
    if (Array.from(document.querySelectorAll("form.form, form[data-warn]")).some(isDirty)) {
      event.preventDefault();
      event.returnValue = "";
    }
  });

  // Files
  function refusal(file, box, input) {
    const ending = "." + file.name.split(".").pop().toLowerCase();
    const wanted = input.accept.split(",").map(function (part) {
      return part.trim().toLowerCase();
    }).filter(function (part) {
      return part.startsWith(".");
    });
    if (wanted.length && !wanted.includes(ending)) {
      return word("file_type", { name: file.name });
    }
    return box.dataset.max && file.size > Number(box.dataset.max) ? word("file_large", { name: file.name }) : "";
  }

  function listFiles(box) {
    const input = box.querySelector("input[type=file]");
    const files = Array.from(input.files);
    const old = box.querySelector("ul");
    if (old) {
      old.remove();
    }
    const troubles = files.map(function (file) {
      return refusal(file, box, input);
    });
    box.dataset.refused = troubles.find(Boolean) || "";
    if (files.length) {
      const list = box.appendChild(document.createElement("ul"));
      files.forEach(function (file, index) {
        const item = list.appendChild(document.createElement("li"));
        item.textContent = troubles[index] || file.name;
        item.className = troubles[index] ? "msg" : "";
      });
      window.Jamlanma.say(troubles.find(Boolean) || word("files_chosen", { count: files.length }));
    }
  }

  ["dragover", "dragleave", "drop"].forEach(function (name) {
    document.addEventListener(name, function (event) {
      const box = event.target.closest ? event.target.closest("[data-drop]") : null;
      if (!box) {
        return;
      }
      event.preventDefault();
      box.classList.toggle("over", name === "dragover");
      if (name === "drop" && event.dataTransfer.files.length) {
        box.querySelector("input[type=file]").files = event.dataTransfer.files;
        listFiles(box);
      }
    });
  });
  document.addEventListener("change", function (event) {
    const box = event.target.closest("[data-drop]");
    if (box) {
      listFiles(box);
    }
  });

  // Questions that open in place: one at a time, Esc and a click beside close them.
  function closeQuestions(except) {
    document.querySelectorAll("details.confirm[open]").forEach(function (question) {
      if (question !== except) {
        question.open = false;
      }
    });
  }
  document.addEventListener("click", function (event) {
    const question = event.target.closest("details.confirm");
    closeQuestions(question);
    if (question && event.target.closest("[data-close]")) {
      question.open = false;
      question.querySelector("summary").focus();
    }
  });
  document.addEventListener("keydown", function (event) {
    const question = event.key === "Escape" && event.target.closest("details.confirm[open]");
    if (question) {
      question.open = false;
      question.querySelector("summary").focus();
    }
  });

  // Language: with something typed, the page is fetched in the other language and filled again; nothing is stored anywhere.
  function keyed(fields) {
    const seen = {};
    return Array.from(fields).map(function (field) {
      const name = (field.form ? field.form.getAttribute("action") || "" : "") + "|" + (field.dataset.cell || field.name);
      seen[name] = (seen[name] || 0) + 1;
      return { key: name + "|" + seen[name], field: field };
    });
  }

  function refill(typed) {
    keyed(document.querySelectorAll(TYPED)).forEach(function (entry) {
      const old = typed.get(entry.key);
      const field = entry.field;
      if (!old) {
        return;
      }
      if (field.type === "file") {
        field.files = old.files;
        field.dispatchEvent(new Event("change", { bubbles: true }));
      } else if (field.type === "checkbox" || field.type === "radio") {
        field.checked = old.checked;
      } else {
        field.value = old.value;
      }
    });
  }

  async function changeLanguage(form, button) {
    const typed = new Map(keyed(document.querySelectorAll(TYPED)).filter(function (entry) {
      return changed(entry.field);
    }).map(function (entry) {
      return [entry.key, entry.field];
    }));
    const fields = new URLSearchParams(new FormData(form));
    fields.set(button.name, button.value);
    const answer = await fetch(form.action, { method: "POST", body: fields, credentials: "same-origin" });
    if (!answer.ok) {
      throw new Error(String(answer.status));
    }
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    document.documentElement.lang = page.documentElement.lang;
    document.title = page.title;
    document.body.replaceWith(document.adoptNode(page.body));
    refill(typed);
    window.htmx.process(document.body);
    const chosen = document.querySelector('[data-language] [value="' + button.value + '"]');
    if (chosen) {
      chosen.focus();
    }
  }

  document.addEventListener("submit", function (event) {
    const form = event.target;
    const anything = form.matches("[data-language]") && Array.from(document.querySelectorAll(TYPED)).some(changed);
    if (anything && event.submitter) {
      event.preventDefault();
      delete form.dataset.sent;
      changeLanguage(form, event.submitter).catch(function () {
        alarm(word("failed_request"));
      });
    }
  });

  /* How many boxes of a form are ticked stands in its button. */
  document.addEventListener("change", function (event) {
    const form = event.target.closest("form[data-count]");
    if (form) {
      form.querySelector("[data-counted]").textContent = form.querySelectorAll("input[type=checkbox]:checked").length;
    }
  });

  /* What some fields of a form make together stands beside what they are to make. */
  function addUp(output) {
    const fields = document.querySelectorAll("#" + output.dataset.sum + " input");
    const sum = Array.from(fields).reduce(function (total, field) {
      return total + (Number(field.value.replace(/\s/g, "").replace(",", ".")) || 0);
    }, 0);
    output.textContent = sum.toLocaleString("ru") + " / " + Number(output.dataset.wanted).toLocaleString("ru");
    output.classList.toggle("low", sum !== Number(output.dataset.wanted));
  }
  document.querySelectorAll("output[data-sum]").forEach(function (output) {
    addUp(output);
    document.getElementById(output.dataset.sum).addEventListener("input", function () {
      addUp(output);
    });
  });

  const summary = document.getElementById("error-summary");
  if (summary) {
    summary.focus();
  }
})();
