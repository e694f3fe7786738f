// A quote or an answer as text to take along: plain, Markdown or HTML, with its citation.
// Everything is read from the page; words of articles stay words in each of the formats.
import * as markdown from "./markdown.js";
import { make } from "./nodes.js";

const SEPARATOR = " · ";

// { cite, rows or text }: what is known of a quote, and its words, rows of a table as rows.
export function quoteOf(card) {
  const cite = JSON.parse(card.dataset.cite);
  const block = card.querySelector("blockquote");
  return { cite, parts: block?.querySelector("table") ? partsOf(block) : [{ text: cite.text }] };
}

function partsOf(block) {
  const parts = [];
  for (const node of block.childNodes) {
    const table = node.nodeType === Node.ELEMENT_NODE ? node.querySelector("table") : null;
    const text = node.textContent;
    if (table) parts.push({ rows: rowsOf(table), headed: Boolean(table.tHead) });
    else if (parts.length && parts[parts.length - 1].text !== undefined) parts[parts.length - 1].text += text;
    else parts.push({ text });
  }
  return parts.map((part) => (part.rows ? part : { text: part.text.trim() })).filter((part) => part.rows || part.text);
}

function rowsOf(table) {
  const textOf = (cell) => {
    const copy = cell.cloneNode(true);
    copy.querySelectorAll(".gap").forEach((gap) => gap.remove());
    return copy.textContent;
  };
  return [...table.rows].map((row) => [...row.cells].map(textOf));
}

const readLink = ({ read }) => new URL(read, document.baseURI).href;

// Speaker, title, author, publication, date, page, link; `title` may be given as markup.
function citation(cite, title, link) {
  const speaker = cite.speaker && (cite.reported ? `${cite.speaker} (${cite.reported})` : cite.speaker);
  return [speaker, title, cite.author, cite.publication, cite.date, cite.page, cite.time, link].filter(Boolean);
}

// blocks: { line }, { side }, { quote }, in the order of the answer.
export const FORMATS = {
  text: {
    line: (text) => text,
    strong: (text) => text,
    quote({ cite }, number) {
      const told = citation(cite, cite.title, cite.url || readLink(cite)).join(SEPARATOR);
      return `${cite.text}\n${number ? `[${cite.number}]` : "—"} ${told}`;
    },
    join: (blocks) => blocks.join("\n\n"),
  },
  markdown: {
    line: markdown.lines,
    strong: markdown.strong,
    quote({ cite, parts }, number) {
      const known = Object.fromEntries(Object.entries(cite).map(([name, value]) => [name, markdown.escaped(value)]));
      const title = markdown.link(cite.title, cite.place || readLink(cite));
      const also = cite.also && `<${cite.also}>`;
      return markdown.quote(parts, number && cite.number, citation(known, title, also).join(SEPARATOR));
    },
    join: (blocks) => blocks.join("\n\n"),
  },
  html: {
    line: (text) => [make("p", {}, ...broken(text))],
    strong: (text) => [make("p", {}, make("strong", {}, text))],
    quote({ cite, parts }, number) {
      const link = make("a", { href: cite.place || readLink(cite) }, cite.title);
      const said = parts.map(({ text, rows, headed }) => (rows ? tableNode(rows, headed) : make("p", {}, ...broken(text))));
      const block = make("blockquote", { cite: cite.url || readLink(cite), lang: cite.lang || "", dir: "auto" }, ...said);
      const told = citation(cite, link).flatMap((one, place) => (place ? [SEPARATOR, one] : [one]));
      return [block, make("p", { dir: "auto" }, number ? `[${cite.number}] ` : "— ", ...told)];
    },
    join: (blocks) => source(make("div", {}, ...blocks.flat())),
  },
};

// What is in an element, as HTML; its own tag alone names the kind of markup.
function source(element) {
  const whole = new XMLSerializer().serializeToString(element);
  return whole.slice(whole.indexOf(">") + 1, whole.lastIndexOf("</"));
}

function tableNode(rows, headed) {
  const made = rows.map((row, at) => make("tr", {}, ...row.map((cell) => make(headed && !at ? "th" : "td", {}, cell))));
  return make("table", {}, make("tbody", {}, ...made));
}

function broken(text) {
  return text.split("\n").flatMap((line, place) => (place ? [make("br"), line] : [line]));
}

export function quoteAs(format, card) {
  const made = FORMATS[format];
  return made.join([made.quote(quoteOf(card), false)]);
}

// A turn as it is read: question, what it came to, lines, sides, quotes.
export function answerAs(format, turn) {
  const made = FORMATS[format];
  const text = (selector) => turn.querySelector(selector)?.textContent.replace(/\s+/g, " ").trim();
  const blocks = [made.strong(text(".question")), text(".confidence"), text(".refusal")]
    .map((one, place) => (place && one ? made.line(one) : one)).filter(Boolean);
  for (const part of turn.querySelectorAll(".answer .line, .answer .side-name, .answer .quote")) {
    if (part.matches(".quote")) {
      const label = part.querySelector(".label");
      if (label) blocks.push(made.line(label.textContent));
      blocks.push(made.quote(quoteOf(part), true));
    } else if (part.matches(".side-name")) blocks.push(made.strong(part.textContent));
    else blocks.push(made.line(part.textContent));
  }
  return made.join(blocks);
}
