// The reading panel of the chat: opens an article at a quote, announces answers, sends verdicts.
// Articles arrive as escaped HTML with the <mark> in place; no offset is computed here.
(() => {
  "use strict";

  const WIDE = window.matchMedia("(min-width: 60rem)");
  const STILL = window.matchMedia("(prefers-reduced-motion: reduce)");
  let opener = null;
  let wanted = 0;
  let lastTurn = "0";

  const byId = (id) => document.getElementById(id);
  const words = JSON.parse(byId("chat-words").textContent);

  async function open(link, { focus }) {
    const ticket = ++wanted;
    const scroll = byId("article-scroll");
    const address = new URL(link.href);
    address.pathname += "/panel";
    address.hash = "";
    scroll.setAttribute("aria-busy", "true");
    const nodes = await fetchNodes(address);
    if (ticket !== wanted) return;
    scroll.replaceChildren(...nodes);
    scroll.removeAttribute("aria-busy");
    remember(link);
    if (!WIDE.matches && !document.body.classList.contains("reading")) {
      history.pushState({ reading: true }, "");
    }
    document.body.classList.add("reading");
    reveal(scroll, focus);
  }

  async function fetchNodes(address) {
    try {
      const response = await fetch(address, { credentials: "same-origin" });
      if (!response.ok) throw new Error((await response.json()).detail);
      const page = new DOMParser().parseFromString(await response.text(), "text/html");
      return [...page.body.childNodes];
    } catch (error) {
      const note = document.createElement("p");
      note.className = "panel-empty";
      note.setAttribute("role", "alert");
      note.textContent = error.message || words.notOpened;
      return [note];
    }
  }

  function remember(link) {
    for (const other of document.querySelectorAll("[data-read][aria-current]")) {
      other.removeAttribute("aria-current");
    }
    const same = `[data-read][href="${CSS.escape(link.getAttribute("href"))}"]`;
    for (const one of document.querySelectorAll(same)) one.setAttribute("aria-current", "true");
    opener = link;
  }

  function reveal(scroll, focus) {
    const mark = scroll.querySelector("#quote");
    const target = mark || scroll.querySelector("#article-title");
    if (!target) return;
    scroll.scrollTo({
      top: mark ? placeOf(mark, scroll) : 0,
      behavior: STILL.matches ? "auto" : "smooth",
    });
    if (focus) target.focus({ preventScroll: true });
  }

  // The title stays in view with a quote near the beginning; others come to the upper third.
  function placeOf(mark, scroll) {
    const box = mark.getBoundingClientRect();
    const top = box.top - scroll.getBoundingClientRect().top + scroll.scrollTop;
    const atOnce = top + box.height < scroll.clientHeight * 0.8;
    return atOnce ? 0 : top - scroll.clientHeight / 3;
  }

  function close() {
    document.body.classList.remove("reading");
    if (opener && opener.isConnected) opener.focus();
  }

  function leave() {
    if (history.state && history.state.reading) history.back();
    else close();
  }

  async function sendVerdict(button) {
    const turn = button.closest("[data-turn]");
    const group = button.closest(".verdict");
    const body = { ...JSON.parse(turn.dataset.about), helpful: button.dataset.verdict === "yes" };
    const response = await fetch("api/feedback", {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify(body),
    }).catch(() => ({ ok: false }));
    const { judgements = [] } = response.ok ? await response.json().catch(() => ({})) : {};
    group.setAttribute("role", "status");
    if (!judgements.length) {
      group.textContent = response.ok ? words.thanks : words.notRecorded;
      return;
    }
    // Who may change answers may also undo it.
    const undo = document.createElement("button");
    undo.type = "button";
    undo.className = "take-back";
    undo.dataset.takeBack = judgements.join(" ");
    undo.textContent = words.takeBack;
    group.replaceChildren(`${words.follows} `, undo);
  }

  async function takeBack(button) {
    const place = button.parentElement;
    button.disabled = true;
    let done = true;
    for (const number of button.dataset.takeBack.split(" ")) {
      const response = await fetch(`api/judgements/${number}`, {
        method: "DELETE",
        headers: { "Content-Type": "application/json" },
      }).catch(() => ({ ok: false }));
      done &&= response.ok || response.status === 404; // another editor was faster
    }
    place.setAttribute("role", "status");
    place.textContent = done ? words.takenBack : words.notTakenBack;
  }

  function onClick(event) {
    const link = event.target.closest("[data-read]");
    const plain = event.button === 0 && !(event.ctrlKey || event.metaKey || event.shiftKey || event.altKey);
    if (link && plain) {
      event.preventDefault();
      open(link, { focus: true });
      return;
    }
    if (event.target.closest("[data-close]")) leave();
    const verdict = event.target.closest("[data-verdict]");
    if (verdict) sendVerdict(verdict);
    const taken = event.target.closest("[data-take-back]");
    if (taken) takeBack(taken);
  }

  // Gradio replaces the whole conversation at each change; what is new is its last turn.
  function onChange() {
    const turns = byId("turns").querySelectorAll("[data-turn]");
    const last = turns[turns.length - 1];
    if (!last) {
      lastTurn = "0";
      emptyPanel();
      return;
    }
    const state = last.dataset.turn + (last.hasAttribute("data-ready") ? " ready" : "");
    if (state === lastTurn) return;
    lastTurn = state;
    last.scrollIntoView({ block: "start", behavior: STILL.matches ? "auto" : "smooth" });
    if (!last.hasAttribute("data-ready")) return;
    byId("announcement").textContent = last.dataset.answer;
    // Beside a refusal nothing is opened, and what an earlier answer opened is closed.
    const first = last.matches(".abstained") ? null : last.querySelector("[data-read]");
    if (!first) emptyPanel();
    else if (WIDE.matches) open(first, { focus: false });
  }

  function emptyPanel() {
    wanted += 1;
    document.body.classList.remove("reading");
    const note = document.createElement("p");
    note.className = "panel-empty";
    note.textContent = words.choose;
    const scroll = byId("article-scroll");
    if (scroll) scroll.replaceChildren(note);
  }

  function start(turns) {
    const announcement = document.createElement("div");
    announcement.id = "announcement";
    announcement.className = "sr-only";
    announcement.setAttribute("role", "status");
    announcement.setAttribute("aria-live", "polite");
    document.body.append(announcement);
    new MutationObserver(onChange).observe(turns, { childList: true, subtree: true });
  }

  document.addEventListener("click", onClick);
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && document.body.classList.contains("reading")) leave();
  });
  window.addEventListener("popstate", close);

  const waiting = new MutationObserver(() => {
    const turns = byId("turns");
    if (!turns || !byId("article-scroll")) return;
    waiting.disconnect();
    start(turns);
  });
  waiting.observe(document.documentElement, { childList: true, subtree: true });
})();
