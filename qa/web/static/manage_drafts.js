// The articles page, upper half: files on their way in, what was understood of them, saving.
// Whatever came with a file is set as text or as a value, never as markup.
"use strict";

const manage = (() => {
  const AT_ONCE = 2;
  const PAUSE_AFTER_BUSY = 3000; // milliseconds
  const DOUBTFUL = 0.5; // less sure than this is worth a look
  const SHOWN = 20; // articles of one file whose fields are shown
  const FIELDS = [
    ["title", "Title", ""],
    ["author", "Author", ""],
    ["date", "Date", "2012-04-18"],
    ["publication", "Publication", ""],
    ["url", "Address of the original", "https://"],
  ];

  const byId = (id) => document.getElementById(id);
  const most = Number(document.querySelector(".manage").dataset.most);
  const listeners = [];
  const waiting = [];
  let working = 0;
  let fields = 0;

  function copyOf(template) {
    return byId(template).content.firstElementChild.cloneNode(true);
  }

  function announce(message) {
    byId("announcement").textContent = message;
  }

  function say(element, message) {
    element.textContent = message;
    element.hidden = !message;
  }

  function size(bytes) {
    if (bytes < 1_000_000) return `${Math.max(1, Math.round(bytes / 1000))} kB`;
    return `${(bytes / 1_000_000).toFixed(1)} MB`;
  }

  // Talking to the server

  class Problem extends Error {
    constructor(status, document) {
      super(document.detail || (status ? `The server answered ${status}.` : "The server cannot be reached."));
      this.status = status;
      this.fields = document.errors || [];
    }
  }

  async function call(method, address, body) {
    const options = { method, credentials: "same-origin" };
    if (method !== "GET") {
      options.headers = { "Content-Type": "application/json" };
      options.body = JSON.stringify(body ?? {});
    }
    const response = await fetch(address, options).catch(() => null);
    if (!response) throw new Problem(0, {});
    const document = await response.json().catch(() => ({}));
    if (!response.ok) throw new Problem(response.status, document);
    return document;
  }

  // fetch() does not tell how much has been sent.
  function send(file, progress) {
    return new Promise((resolve, reject) => {
      const request = new XMLHttpRequest();
      request.open("POST", `api/drafts?name=${encodeURIComponent(file.name)}`);
      request.setRequestHeader("Content-Type", "application/octet-stream");
      request.upload.addEventListener("progress", (event) => progress(event.loaded, event.total));
      request.addEventListener("error", () => reject(new Problem(0, {})));
      request.addEventListener("load", () => {
        const document = parsed(request.responseText);
        if (request.status === 201) resolve(document);
        else reject(new Problem(request.status, document));
      });
      request.send(file);
    });
  }

  function parsed(text) {
    try {
      return JSON.parse(text);
    } catch {
      return {};
    }
  }

  // Cards: one for each file

  class Card {
    constructor(name, replaces = null) {
      this.element = copyOf("draft-template");
      this.replaces = replaces;
      this.draft = null;
      this.find(".draft-name").textContent = name;
      this.name = name;
      this.find(".discard").addEventListener("click", () => this.discard());
      this.find("form").addEventListener("submit", (event) => {
        event.preventDefault();
        this.save();
      });
      byId("queue").append(this.element);
      this.show("waiting", "Waits for its turn");
      arranged();
    }

    find(selector) {
      return this.element.querySelector(selector);
    }

    show(state, message) {
      this.state = state;
      this.element.dataset.state = state;
      this.find(".discard").textContent = state === "ready" ? "Discard" : "Dismiss";
      this.find(".discard").hidden = !["ready", "failed", "saved"].includes(state);
      this.find(".discard").setAttribute("aria-label", `${this.find(".discard").textContent} ${this.name}`);
      say(this.find(".state"), message);
      this.find("progress").hidden = !["sending", "reading", "saving"].includes(state);
      if (state !== "sending") this.find("progress").removeAttribute("value");
    }

    fail(problem) {
      this.show("failed", "");
      say(this.find(".trouble"), problem.message);
    }

    async take(work) {
      try {
        this.understood(await work(this));
        announce(`${this.name} was read`);
      } catch (problem) {
        this.fail(problem);
      }
      arranged();
    }

    sent(loaded, total) {
      if (loaded >= total) {
        this.show("reading", "Being read");
        return;
      }
      this.show("sending", `${size(loaded)} of ${size(total)} sent`);
      this.find("progress").max = total;
      this.find("progress").value = loaded;
    }

    understood(draft) {
      this.draft = draft;
      const count = draft.articles.length;
      this.show("ready", count === 1 ? "" : `${count} articles in it`);
      this.listFailures(draft.failures);
      draft.articles.slice(0, SHOWN).forEach((article) => this.addArticle(article, count));
      if (count > SHOWN) {
        const rest = document.createElement("p");
        rest.className = "hint";
        rest.textContent = `and ${count - SHOWN} more, saved as they were understood`;
        this.find(".understood").append(rest);
      }
      this.offerReplacing(draft);
      this.find("form").hidden = false;
      this.find("button[type=submit]").textContent = count === 1 ? "Save" : `Save ${count} articles`;
    }

    listFailures(failures) {
      const list = this.find(".failures");
      list.hidden = !failures.length;
      for (const failure of failures) {
        const line = document.createElement("li");
        line.textContent = failure;
        list.append(line);
      }
    }

    addArticle(article, count) {
      const element = copyOf("article-template");
      element.dataset.number = article.number;
      element.open = count === 1;
      element.querySelector("summary span").textContent = article.title || "Untitled";
      element.querySelector("summary").hidden = count === 1;
      for (const field of FIELDS) element.querySelector(".fields").append(fieldOf(article, field));
      const length = article.characters.toLocaleString("en");
      element.querySelector(".beginning-label").textContent = `Begins (${length} characters)`;
      element.querySelector(".beginning").textContent =
        article.beginning + (article.beginning.length < article.characters ? "…" : "");
      this.find(".understood").append(element);
    }

    offerReplacing(draft) {
      if (draft.articles.length !== 1) {
        if (this.replaces) say(this.find(".state"), `${draft.articles.length} articles in it; many cannot replace one, so they are added`);
        this.replaces = null;
        return;
      }
      const target = this.replaces || draft.articles[0].alike;
      if (!target) return;
      const label = this.find(".replace");
      label.hidden = false;
      label.querySelector("span").textContent = `Replace “${target.title || target.id}”, which is in the index`;
      label.querySelector("input").checked = Boolean(this.replaces);
      this.target = target;
    }

    corrections() {
      return [...this.element.querySelectorAll(".article")].map((element) => {
        const correction = { number: Number(element.dataset.number) };
        for (const input of element.querySelectorAll("input")) correction[input.name] = input.value.trim() || null;
        return correction;
      });
    }

    async save() {
      if (this.state !== "ready") return;
      this.complain([]);
      this.show("saving", "Being saved");
      this.find("form").inert = true;
      const replaces = this.find(".replace-box").checked ? this.target.id : null;
      try {
        const body = { draft: this.draft.id, corrections: this.corrections(), replaces };
        this.saved(await call("POST", "api/articles", body));
      } catch (problem) {
        this.show("ready", "");
        this.find("form").inert = false;
        this.complain(problem.fields);
        if (!problem.fields.length) say(this.find(".trouble"), problem.message);
      }
      arranged();
    }

    saved(answer) {
      const count = answer.articles.length;
      this.find("form").remove();
      this.find(".failures").hidden = true;
      this.show("saved", "");
      const done = this.find(".done");
      done.hidden = false;
      done.append(answer.replaced ? "Replaced. " : "Saved. ");
      const link = document.createElement("a");
      link.href = count === 1 ? `read/${encodeURIComponent(answer.articles[0].id)}` : "./";
      link.textContent = count === 1 ? `Read “${answer.articles[0].title || "Untitled"}”` : `Ask about ${count} articles`;
      done.append(link);
      announce(`${this.name} was saved`);
      this.find(".draft-name").focus();
      for (const listener of listeners) listener();
    }

    complain(problems) {
      say(this.find(".trouble"), "");
      for (const input of this.element.querySelectorAll(".field input")) {
        input.removeAttribute("aria-invalid");
        say(input.parentElement.querySelector(".field-trouble"), "");
      }
      for (const problem of problems) this.complainOf(problem);
      this.find("[aria-invalid]")?.focus();
    }

    complainOf({ field, message: said }) {
      const message = said.charAt(0).toUpperCase() + said.slice(1);
      const [, place, name] = /^corrections\.(\d+)\.(\w+)$/.exec(field) || [];
      const article = this.element.querySelectorAll(".article")[place];
      const input = article?.querySelector(`input[name="${name}"]`);
      if (!input) {
        say(this.find(".trouble"), message);
        return;
      }
      article.open = true;
      input.setAttribute("aria-invalid", "true");
      say(input.parentElement.querySelector(".field-trouble"), message);
    }

    async discard() {
      if (this.draft && this.state === "ready") {
        try {
          await call("DELETE", `api/drafts/${this.draft.id}`);
        } catch (problem) {
          if (problem.status !== 410) {
            say(this.find(".trouble"), problem.message);
            return;
          }
        }
      }
      this.element.remove();
      announce(`${this.name} was dismissed`);
      byId("files").focus();
      arranged();
    }
  }

  function provenance(origin) {
    if (!origin) return "";
    return `From: ${origin.source}${origin.certainty < DOUBTFUL ? ". Doubtful, have a look." : ""}`;
  }

  function fieldOf(article, [name, label, hint]) {
    const element = copyOf("field-template");
    const input = element.querySelector("input");
    const trouble = element.querySelector(".field-trouble");
    const id = `field-${++fields}`;
    element.classList.add(name);
    element.querySelector("label").textContent = label;
    element.querySelector("label").htmlFor = id;
    trouble.id = `${id}-trouble`;
    Object.assign(input, { id, name, placeholder: hint, maxLength: name === "url" ? 2000 : 500, value: article[name] || "" });
    const origin = (article.origins || []).find((one) => one.field === name);
    const told = element.querySelector(".provenance");
    told.id = `${id}-provenance`;
    say(told, provenance(origin));
    told.classList.toggle("doubtful", Boolean(origin) && origin.certainty < DOUBTFUL);
    input.setAttribute("aria-describedby", `${told.id} ${trouble.id}`);
    return element;
  }

  const cards = new Map(); // element → Card

  function arranged() {
    const all = [...byId("queue").children].map((element) => cards.get(element)).filter(Boolean);
    byId("queue-head").hidden = !byId("queue").children.length;
    byId("save-all").hidden = all.filter((card) => card.state === "ready").length < 2;
  }

  function newCard(name, replaces) {
    const card = new Card(name, replaces);
    cards.set(card.element, card);
    arranged();
    return card;
  }

  // The queue

  function add(files, replaces = null) {
    for (const file of files) {
      const card = newCard(file.name, replaces);
      if (file.size > most) card.fail(new Error(`${size(file.size)} is more than ${size(most)}. Split the file, or index it on the server with pullquote index.`));
      else waiting.push([card, () => send(file, (loaded, total) => card.sent(loaded, total))]);
    }
    next();
  }

  function fetchPage(url) {
    waiting.push([newCard(url), (card) => {
      card.show("reading", "Being fetched and read");
      return call("POST", "api/drafts/url", { url });
    }]);
    next();
  }

  function next() {
    while (working < AT_ONCE && waiting.length) {
      const [card, work] = waiting.shift();
      working += 1;
      card.take(work).finally(() => {
        working -= 1;
        next();
      });
    }
  }

  async function saveAll() {
    byId("save-all").disabled = true;
    for (const element of [...byId("queue").children]) await cards.get(element).save();
    byId("save-all").disabled = false;
    arranged();
  }

  async function restore() {
    try {
      const { drafts } = await call("GET", "api/drafts");
      for (const draft of drafts) newCard(draft.name).understood(draft);
    } catch (problem) {
      if (problem.status === 503) setTimeout(restore, PAUSE_AFTER_BUSY);
    }
    arranged();
  }

  // Dropping and choosing

  let over = 0;

  function dragging(event, change) {
    if (![...event.dataTransfer.types].includes("Files")) return;
    event.preventDefault();
    over = Math.max(0, over + change);
    byId("drop").classList.toggle("over", over > 0);
  }

  document.addEventListener("dragenter", (event) => dragging(event, 1));
  document.addEventListener("dragleave", (event) => dragging(event, -1));
  document.addEventListener("dragover", (event) => dragging(event, 0));
  document.addEventListener("drop", (event) => {
    dragging(event, -over);
    add(event.dataTransfer.files);
  });
  byId("files").addEventListener("change", () => {
    add(byId("files").files);
    byId("files").value = "";
  });
  byId("address")?.addEventListener("submit", (event) => {
    event.preventDefault();
    const url = byId("url").value.trim();
    if (!url) return;
    fetchPage(url);
    byId("url").value = "";
  });
  byId("save-all").addEventListener("click", saveAll);
  restore();

  return { add, announce, byId, call, copyOf, DETAILS: FIELDS, DOUBTFUL, fieldOf, say, whenSaved: (listener) => listeners.push(listener) };
})();
