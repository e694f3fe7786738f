// Marking in an article: a reader selects the words that answer the question, and says so.
// Offsets are sent in code points of the article's text, which is what the page shows, tags aside.
(() => {
  "use strict";

  const LONGEST_SHOWN = 120;
  const THANKS = 6000; // milliseconds
  let bar = null;
  let marked = null;

  function selected() {
    const selection = document.getSelection();
    if (!selection || selection.isCollapsed || !selection.rangeCount) return null;
    const text = document.querySelector("#article-scroll .article-text");
    const range = text && inside(selection.getRangeAt(0), text);
    if (!range) return null;
    const words = range.toString();
    if (!words.trim()) return null;
    const before = document.createRange();
    before.setStart(text, 0);
    before.setEnd(range.startContainer, range.startOffset);
    const start = codePoints(before.toString());
    return {
      article: text.dataset.article,
      stamp: text.dataset.stamp,
      start,
      end: start + codePoints(words),
    };
  }

  // A selection of whole paragraphs often ends in what comes after the article.
  function inside(range, text) {
    const [begins, ends] = [text.contains(range.startContainer), text.contains(range.endContainer)];
    if (!begins && !ends) return null;
    const clipped = range.cloneRange();
    if (!begins) clipped.setStart(text, 0);
    if (!ends) clipped.setEnd(text, text.childNodes.length);
    return clipped;
  }

  // JavaScript counts UTF-16 units, the server code points.
  function codePoints(text) {
    let count = 0;
    for (const _ of text) count += 1;
    return count;
  }

  // The question is that of the citation that opened the article, else the last one asked.
  function turnInQuestion() {
    const links = document.querySelectorAll("#turns [data-read][aria-current]");
    const opener = links[links.length - 1];
    if (opener) return opener.closest("[data-turn]");
    const turns = document.querySelectorAll("#turns [data-turn][data-ready]");
    return turns[turns.length - 1] || null;
  }

  function about(turn) {
    return turn && turn.dataset.about ? JSON.parse(turn.dataset.about) : null;
  }

  function barIn(panel) {
    if (bar && bar.isConnected) return bar;
    bar = document.createElement("div");
    bar.className = "marking";
    bar.hidden = true;
    const note = document.createElement("p");
    note.setAttribute("role", "status");
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = "The right quote is here";
    // A press must not take the selection away before it is sent.
    button.addEventListener("pointerdown", (event) => event.preventDefault());
    button.addEventListener("click", send);
    bar.append(note, button);
    panel.append(bar);
    return bar;
  }

  function say(text, { button }) {
    bar.querySelector("p").textContent = text;
    bar.querySelector("button").hidden = !button;
    bar.hidden = false;
  }

  function onSelection() {
    const panel = document.getElementById("article-panel");
    const span = selected();
    const asked = span && about(turnInQuestion());
    if (!panel || !asked) {
      if (bar && !bar.contains(document.activeElement) && marked) hide();
      return;
    }
    marked = { ...asked, helpful: false, better: span };
    barIn(panel);
    say(`Marked for “${shortened(asked.question)}”`, { button: true });
  }

  function hide() {
    marked = null;
    bar.hidden = true;
  }

  function shortened(text) {
    const letters = [...text];
    return letters.length > LONGEST_SHOWN ? `${letters.slice(0, LONGEST_SHOWN - 1).join("")}…` : text;
  }

  async function send() {
    if (!marked) return;
    const body = JSON.stringify(marked);
    marked = null;
    const response = await fetch("api/feedback", {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body,
    }).catch(() => null);
    if (response && response.ok) {
      const { judgements = [] } = await response.json().catch(() => ({}));
      const next = judgements.length ? " The next answer to this question quotes them." : "";
      say(`Thank you. These words are recorded as the right quote.${next}`, { button: false });
      setTimeout(() => marked || hide(), THANKS);
      return;
    }
    const problem = response ? await response.json().catch(() => ({})) : {};
    say(problem.detail || "That could not be recorded.", { button: false });
  }

  function onClick(event) {
    const no = event.target.closest("[data-verdict=no]");
    const foot = no && no.closest(".turn-foot");
    if (!foot || foot.querySelector(".verdict-hint")) return;
    const hint = document.createElement("span");
    hint.className = "verdict-hint";
    hint.textContent = "If an article has the right words, open it and select them.";
    foot.append(hint);
  }

  document.addEventListener("selectionchange", onSelection);
  document.addEventListener("click", onClick);
})();
