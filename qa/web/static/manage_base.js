// The articles page: what its parts share. Each part adds what others need of it to `manage`.
// Whatever came with an article or a file is set as text or as a value, never as markup.
"use strict";

const manage = (() => {
  const WAITS = 8; // times that a busy server is asked again
  const LONGEST_WAIT = 15; // seconds

  const byId = (id) => document.getElementById(id);
  const listeners = [];
  const said = JSON.parse(byId("page-words").textContent); // sentences of the page's language, by the English ones
  const language = document.documentElement.lang;
  const numbers = new Intl.NumberFormat(language);
  const plurals = new Intl.PluralRules(language);

  // Return a sentence in the page's language, with its blanks filled.
  function words(sentence, values = {}) {
    return (said[sentence] ?? sentence).replace(/\{(\w+)\}/g, (blank, name) => values[name] ?? blank);
  }

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

  function many(count, noun = "article") {
    const forms = said.counted[noun];
    return (forms[plurals.select(count)] ?? forms.other).replace("{number}", numbers.format(count));
  }

  function factOf(text) {
    const fact = document.createElement("span");
    const said = document.createElement("bdi");
    said.textContent = text; // the dot after it belongs to the page's direction
    fact.append(said);
    return fact;
  }

  // Talking to the server

  class Problem extends Error {
    constructor(status, document) {
      super(document.detail || (status ? words("The server answered {status}.", { status }) : words("The server cannot be reached.")));
      this.status = status;
      this.fields = document.errors || [];
      this.retry = document.retry_after ?? null;
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

  // Work of which there is much waits while the server is busy, instead of failing.
  async function patiently(work) {
    for (let times = 0; ; times += 1) {
      try {
        return await work();
      } catch (problem) {
        const later = [429, 503].includes(problem.status) && problem.retry !== null;
        if (!later || times >= WAITS) throw problem;
        await new Promise((done) => setTimeout(done, 1000 * Math.min(problem.retry, LONGEST_WAIT)));
      }
    }
  }

  function changed() {
    for (const listener of listeners) listener();
  }

  return {
    announce, byId, call, changed, copyOf, factOf, language, many, number: (count) => numbers.format(count), patiently,
    Problem, say, size, whenChanged: (listener) => listeners.push(listener), words,
  };
})();
