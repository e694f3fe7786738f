// A conversation as a file: Markdown, HTML or JSON, with the citations of every answer.
import { make } from "./nodes.js";
import { fill, words } from "./words.js";

const VERDICTS = { stated: words.stated, unsure: words.unsure, "not-stated": words.notFound };
const STYLE = "body{max-width:42rem;margin:2rem auto;padding:0 1rem;font:1rem/1.6 Georgia,serif}blockquote{margin:.3rem 0}.facts{color:#555;font:.85rem/1.5 sans-serif}h2{margin-top:2.5rem}.answer{white-space:pre-line}";

export const FORMATS = { Markdown: markdown, HTML: html, JSON: json };

export function saveAs(format, conversation) {
  const [type, ending, text] = FORMATS[format](conversation);
  const address = URL.createObjectURL(new Blob([text], { type: `${type};charset=utf-8` }));
  const name = conversation.title.replace(/[^\p{L}\p{N}]+/gu, "-").slice(0, 60).replace(/^-|-$/g, "");
  make("a", { href: address, download: `${name || "conversation"}.${ending}` }).click();
  setTimeout(() => URL.revokeObjectURL(address), 10_000);
}

const verdictOf = (answer) =>
  `${VERDICTS[answer.verdict] || ""}${answer.answered ? ` (${Math.round(answer.confidence * 100)} %)` : ""}`;
const outcomeOf = (exchange) => exchange.failure || (exchange.stopped ? words.stopped : words.notAnswered);
const dayOf = (time) => new Date(time).toISOString().slice(0, 10);
const differs = (answer) => answer.asked_as.toLowerCase().trim() !== answer.question.toLowerCase().trim();

function factsOf({ speaker, article, page, time }) {
  const { title, author, publication, date } = article;
  return [speaker, title, author, publication, date, page, time].filter(Boolean);
}

function originalOf({ article: { url } }) {
  return url && URL.canParse(url) && /^https?:/i.test(url) ? new URL(url).href : "";
}

export function placeOf({ article, start, end, stamp, answer_span: span }) {
  const place = new URL(`read/${encodeURIComponent(article.id)}`, document.baseURI);
  const values = { start, end, v: stamp, ...(span ? { answer: span.join("-") } : {}) };
  place.search = new URLSearchParams(values);
  place.hash = "quote";
  return place.href;
}

function markdown(conversation) {
  const lines = [`# ${plain(conversation.title)}`, "", dayOf(conversation.made)];
  for (const exchange of conversation.exchanges) {
    lines.push("", `## ${plain(exchange.question)}`, "");
    const { answer } = exchange;
    if (!answer) {
      lines.push(plain(outcomeOf(exchange)));
      continue;
    }
    if (differs(answer)) lines.push(`*${words.askedAs}* ${plain(answer.asked_as)}`, "");
    lines.push(answer.answer.split("\n").map(plain).join("  \n"), "", `**${verdictOf(answer)}**`);
    for (const quote of answer.quotes) {
      const places = [placeOf(quote), originalOf(quote)].filter(Boolean).map((place) => `<${place}>`);
      const text = quote.text.split("\n").map((line) => `> ${plain(line)}`);
      lines.push("", `\\[${quote.number}\\] ${factsOf(quote).map(plain).join(" · ")}  `, places.join("  \n"), "", ...text);
    }
  }
  return ["text/markdown", "md", `${lines.join("\n")}\n`];
}

// Words of articles stay words: nothing in them is taken for Markdown.
function plain(text) {
  return String(text).replace(/\s*\n\s*/g, " ").replace(/[\\`*_[\]<>&|~#]/g, "\\$&").replace(/^(\s*\d+)([.)])/, "$1\\$2").replace(/^(\s*)([-+=])/, "$1\\$2");
}

function html(conversation) {
  const page = document.implementation.createHTMLDocument(conversation.title);
  page.documentElement.lang = document.documentElement.lang;
  page.head.append(make("meta", { name: "viewport", content: "width=device-width" }), make("style", {}, STYLE));
  page.head.prepend(Object.assign(page.createElement("meta"), { httpEquiv: "Content-Security-Policy", content: "default-src 'none'; style-src 'unsafe-inline'" }));
  page.body.append(make("h1", { dir: "auto" }, conversation.title), make("p", { className: "facts" }, dayOf(conversation.made)));
  for (const exchange of conversation.exchanges) page.body.append(...exchangeNodes(exchange));
  return ["text/html", "html", `<!doctype html>\n${new XMLSerializer().serializeToString(page.documentElement)}\n`];
}

function exchangeNodes(exchange) {
  const asked = make("h2", { dir: "auto" }, exchange.question);
  const { answer } = exchange;
  if (!answer) return [asked, make("p", {}, outcomeOf(exchange))];
  const quotes = answer.quotes.map((quote) => {
    const link = make("a", { href: placeOf(quote) }, fill(words.quote, { number: quote.number }));
    const original = originalOf(quote);
    const facts = make("p", { className: "facts", dir: "auto" }, link, ` · ${factsOf(quote).join(" · ")}`,
      ...(original ? [" · ", make("a", { href: original }, new URL(original).host)] : []));
    const text = make("blockquote", { lang: quote.article.lang || "", dir: "auto", cite: placeOf(quote) }, quote.text);
    return make("li", { value: quote.number }, text, facts);
  });
  return [
    asked,
    ...(differs(answer) ? [make("p", { className: "facts" }, `${words.askedAs} `, make("q", { dir: "auto" }, answer.asked_as))] : []),
    make("p", { className: "answer", dir: "auto" }, answer.answer),
    make("p", { className: "facts" }, verdictOf(answer)),
    ...(quotes.length ? [make("ol", {}, ...quotes)] : []),
  ];
}

function json({ title, made, changed, exchanges }) {
  const kept = exchanges.map(({ id: _id, touched: _touched, at, ...exchange }) => ({ at: new Date(at).toISOString(), ...exchange }));
  const whole = { pullquote: 1, title, made: new Date(made).toISOString(), changed: new Date(changed).toISOString(), exchanges: kept };
  return ["application/json", "json", `${JSON.stringify(whole, null, 2)}\n`];
}
