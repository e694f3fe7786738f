// The articles page: the details of an article in the index, where each came from, corrected.
// Whatever came with an article is set as text or as a value, never as markup.
"use strict";

const manageDetails = (() => {
  const { announce, byId, call, DETAILS, DOUBTFUL, fieldOf, say, sentence, words } = manage;
  const FIELDS = [...DETAILS, ["lang", words("Language"), "en"]];

  let article = null;
  let details = new Map(); // field → what the server said of it
  let takenBack = new Set();
  let done = null;

  async function editDetails(chosen, whenDone) {
    article = chosen;
    done = whenDone;
    say(byId("edit-trouble"), "");
    try {
      take(await call("GET", address()));
    } catch (problem) {
      byId("edit-fields").replaceChildren();
      say(byId("edit-trouble"), problem.message);
    }
    byId("edit").showModal();
    byId("edit-fields").querySelector("input")?.focus();
  }

  function address() {
    return `api/articles/${encodeURIComponent(article.id)}/details`;
  }

  function take(answer) {
    details = new Map(answer.details.map((one) => [one.field, one]));
    takenBack = new Set();
    byId("edit-fields").replaceChildren(...FIELDS.map(editable));
  }

  function editable(field) {
    const [name] = field;
    const detail = details.get(name);
    const element = fieldOf({ [name]: detail.value }, field);
    const told = element.querySelector(".provenance");
    say(told, story(detail));
    told.classList.toggle("doubtful", Boolean(detail.doubt));
    if (detail.read) told.append(" ", takeBack(element, detail));
    else if (detail.doubt && detail.value) told.append(" ", confirmation(detail));
    return element;
  }

  function story(detail) {
    if (detail.read) {
      const read = detail.read.value ? `“${detail.read.value}”` : words("nothing");
      const day = detail.corrected_at.slice(0, 10);
      return words("Corrected by {editor} on {day}; it was read as {read}.", { editor: detail.corrected_by, day, read });
    }
    if (detail.missing) return words("Nothing was found.");
    const from = detail.source ? `${words("From: {source}", detail)}.` : "";
    if (!detail.doubt) return from;
    const doubt = detail.certainty !== null && detail.certainty < DOUBTFUL;
    return `${from} ${doubt ? words("Doubtful, have a look.") : words("Doubtful: {why}.", { why: words(detail.doubt) })}`;
  }

  function takeBack(element, detail) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "quiet";
    button.textContent = words("Take back");
    button.setAttribute("aria-label", words("Take back the correction of {field}", { field: element.querySelector("label").textContent }));
    button.addEventListener("click", () => {
      takenBack.add(detail.field);
      const input = element.querySelector("input");
      input.value = detail.read.value || "";
      say(element.querySelector(".provenance"), words("As it was read, once you save."));
      input.focus();
    });
    return button;
  }

  function confirmation(detail) {
    const label = document.createElement("label");
    const box = document.createElement("input");
    box.type = "checkbox";
    box.className = "confirmed";
    box.dataset.field = detail.field;
    label.className = "confirmation";
    label.append(box, ` ${words("It is right")}`);
    return label;
  }

  function changes() {
    const body = {};
    for (const input of byId("edit-fields").querySelectorAll("input[name]")) {
      const value = input.value.trim() || null;
      const detail = details.get(input.name);
      const read = takenBack.has(input.name) ? detail.read.value : detail.value;
      if (value !== (read || null)) {
        body[input.name] = value;
        takenBack.delete(input.name);
      }
    }
    for (const box of byId("edit-fields").querySelectorAll(".confirmed:checked")) {
      const { field } = box.dataset;
      if (!(field in body)) body[field] = details.get(field).value;
    }
    if (takenBack.size) body.as_read = [...takenBack];
    return body;
  }

  async function save(event) {
    event.preventDefault();
    complain([]);
    const body = changes();
    if (!Object.keys(body).length) {
      byId("edit").close();
      return;
    }
    byId("edit-yes").disabled = true;
    try {
      await call("PATCH", address(), body);
      byId("edit").close();
      announce(words("The details of {title} were saved", { title: article.title || words("Untitled") }));
      done();
    } catch (problem) {
      complain(problem.fields);
      if (!problem.fields.length) say(byId("edit-trouble"), problem.message);
    }
    byId("edit-yes").disabled = false;
  }

  function complain(problems) {
    say(byId("edit-trouble"), "");
    for (const input of byId("edit-fields").querySelectorAll("input[name]")) {
      const said = problems.find((problem) => problem.field === input.name)?.message || "";
      if (said) input.setAttribute("aria-invalid", "true");
      else input.removeAttribute("aria-invalid");
      say(input.parentElement.querySelector(".field-trouble"), said && sentence(said));
    }
    byId("edit-fields").querySelector("[aria-invalid]")?.focus();
  }

  byId("edit-form").addEventListener("submit", save);
  byId("edit-no").addEventListener("click", () => byId("edit").close());

  return { editDetails };
})();
