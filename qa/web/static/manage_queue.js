// The articles page: many files on their way in, read and saved with one progress.
"use strict";

(() => {
  const { announce, byId, call, Card, changed, many, number, Problem, say, size, words } = manage;
  const AT_ONCE = 2;
  const MOST_DRAFTS = 40; // that wait to be saved; the server keeps 50
  const FOLDED_FROM = 2; // files that come together
  const PAUSE_AFTER_BUSY = 3000; // milliseconds

  const most = Number(document.querySelector(".manage").dataset.most);
  const cards = new Map(); // element → Card
  const waiting = [];
  let working = 0;
  let saving = null; // { done, of } while many are saved
  let told = ""; // what of many is said aloud, once

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

  // What the queue says of itself

  function all() {
    return [...byId("queue").children].map((element) => cards.get(element)).filter(Boolean);
  }

  function counted() {
    const found = { waiting: 0, sending: 0, reading: 0, ready: 0, saving: 0, saved: 0, failed: 0 };
    for (const card of all()) found[card.state] += 1;
    return found;
  }

  function arranged() {
    const count = all().length;
    const of = counted();
    const unread = of.waiting + of.sending + of.reading;
    const together = count >= FOLDED_FROM;
    byId("queue-head").hidden = !count;
    byId("queue-actions").hidden = !together;
    byId("save-all").hidden = of.ready < 2 && !saving;
    byId("save-all").textContent = of.ready ? words("Save all {number}", { number: of.ready }) : words("Save all");
    byId("save-all").disabled = Boolean(saving);
    byId("dismiss-done").hidden = of.saved + of.failed < 2 || Boolean(saving) || unread > 0;
    say(byId("queue-told"), together ? sentenceOf(of, count, unread) : "");
    const bar = byId("queue-progress");
    bar.hidden = !together || !(saving || unread);
    bar.max = saving ? saving.of : count;
    bar.value = saving ? saving.done : count - unread;
    if (together && !unread && !saving) aloud(sentenceOf(of, count, unread));
  }

  function sentenceOf(of, count, unread) {
    if (saving) return words("Saving: {done} of {of}", saving);
    const held = unread && of.ready >= MOST_DRAFTS ? `. ${words("Save or discard some of the {number} that wait; the others follow", { number: of.ready })}` : "";
    if (unread) return `${words("Reading: {done} of {of}", { done: count - unread, of: count })}${held}`;
    const parts = [
      of.ready && words("{number} ready to save", { number: of.ready }),
      of.saved && words("{number} saved", { number: of.saved }),
      of.failed && words("{number} could not be read", { number: of.failed }),
    ];
    return parts.filter(Boolean).join(", ");
  }

  function aloud(message) {
    if (message !== told) announce(message);
    told = message;
  }

  // Coming in

  function newCard(name, options) {
    const card = new Card(name, { ...options, arranged });
    cards.set(card.element, card);
    arranged();
    return card;
  }

  function add(files, replaces = null) {
    const open = files.length < FOLDED_FROM && !all().some((card) => !["saved", "failed"].includes(card.state));
    for (const file of files) {
      const card = newCard(file.name, { replaces, open: open || Boolean(replaces) });
      if (file.size > most) card.fail(new Error(words("{size} is more than {most}. Split the file, or index it on the server with pullquote index.", { size: size(file.size), most: size(most) })));
      else waiting.push([card, () => send(file, (loaded, total) => card.sent(loaded, total))]);
    }
    next();
  }

  function fetchPages(urls) {
    for (const url of urls) {
      waiting.push([newCard(url, { open: urls.length < FOLDED_FROM }), (card) => {
        card.show("reading", words("Being fetched and read"));
        return call("POST", "api/drafts/url", { url });
      }]);
    }
    next();
  }

  function next() {
    while (working < AT_ONCE && waiting.length && counted().ready + working < MOST_DRAFTS) {
      const [card, work] = waiting.shift();
      working += 1;
      card.take(work).finally(async () => {
        working -= 1;
        if (byId("save-each").checked && card.state === "ready" && !card.element.querySelector(".replace-box:checked")) {
          if (await card.save()) soon();
        }
        arranged();
        next();
      });
    }
  }

  let later = null;

  // The list is fetched anew once a second at most while files are saved one by one.
  function soon() {
    later ??= setTimeout(() => {
      later = null;
      changed();
    }, 1000);
  }

  async function saveAll() {
    const ready = all().filter((card) => card.state === "ready");
    saving = { done: 0, of: ready.length };
    arranged();
    let saved = 0;
    for (const card of ready) {
      if (await card.save()) saved += 1;
      saving.done += 1;
      arranged();
      next();
    }
    saving = null;
    arranged();
    changed();
    const files = many(saved, "file");
    const unsaved = number(ready.length - saved);
    aloud(saved < ready.length ? words("{files} saved, {unsaved} not; look at them", { files, unsaved }) : words("{files} saved", { files }));
    byId("queue-head").querySelector("h2").focus();
  }

  function dismissDone() {
    for (const card of all()) if (["saved", "failed"].includes(card.state)) card.element.remove();
    arranged();
    byId("files").focus();
  }

  async function restore() {
    try {
      const { drafts } = await call("GET", "api/drafts");
      for (const draft of drafts) newCard(draft.name, { open: drafts.length < FOLDED_FROM }).understood(draft);
    } catch (problem) {
      if (problem.status === 503) setTimeout(restore, PAUSE_AFTER_BUSY);
    }
    arranged();
  }

  byId("queue-title").tabIndex = -1;
  byId("save-all").addEventListener("click", saveAll);
  byId("dismiss-done").addEventListener("click", dismissDone);
  new MutationObserver(next).observe(byId("queue"), { childList: true }); // a discarded draft makes room
  restore();

  Object.assign(manage, { add, fetchPages });
})();
