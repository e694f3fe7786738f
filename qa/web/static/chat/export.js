// A conversation as a file, with the citations of every answer.
import { FORMATS as COPIED } from "./citing.js";
import { escaped } from "./markdown.js";
import { make } from "./nodes.js";
import { fill, words } from "./words.js";

const VERDICTS = { stated: words.stated, unsure: words.unsure, "not-stated": words.notFound };
const STYLE = "body{max-width:42rem;margin:2rem auto;padding:0 1rem;font:1rem/1.6 Georgia,serif}blockquote{margin:.3rem 0}.facts{color:#555;font:.85rem/1.5 sans-serif}h2{margin-top:2.5rem}.answer{white-space:pre-line}";

export const FORMATS = { Markdown: markdown, HTML: html, JSON: json, Word: "docx", PDF: "pdf" };

// Saves a conversation; returns why it could not be, in words.
export async function saveAs(format, conversation) {
  const how = FORMATS[format];
  try {
    const [blob, ending] = typeof how === "string" ? [await made(how, conversation), how] : written(how(conversation));
    const address = URL.createObjectURL(blob);
    const name = conversation.title.replace(/[^\p{L}\p{N}]+/gu, "-").slice(0, 60).replace(/^-|-$/g, "");
    make("a", { href: address, download: `${name || "conversation"}.${ending}` }).click();
    setTimeout(() => URL.revokeObjectURL(address), 10_000);
    return "";
  } catch ({ status }) {
    return { 413: words.tooLargeToSave, 422: words.unsetLetters }[status] || words.offline;
  }
}

const written = ([type, ending, text]) => [new Blob([text], { type: `${type};charset=utf-8` }), ending];

// The server makes it, and cuts the quotes from the articles for it.
async function made(kind, { title, made: at, exchanges }) {
  const sent = exchanges.map(({ question, answer, ...rest }) => ({
    question,
    ...(answer?.link ? { proof: answer.link } : { said: answer ? answer.answer : outcomeOf(rest) }),
  }));
  const response = await fetch(`chat/export/${kind}`, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify({ title, made: at, exchanges: sent }),
  });
  if (!response.ok) throw Object.assign(new Error(), { status: response.status });
  return response.blob();
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
  const { line, strong, quote, join } = COPIED.markdown;
  const blocks = [`# ${escaped(conversation.title)}`, dayOf(conversation.made)];
  for (const exchange of conversation.exchanges) {
    blocks.push(`## ${escaped(exchange.question)}`);
    const { answer } = exchange;
    if (!answer) {
      blocks.push(line(outcomeOf(exchange)));
      continue;
    }
    if (differs(answer)) blocks.push(`*${words.askedAs}* ${escaped(answer.asked_as)}`);
    blocks.push(line(answer.answer), strong(verdictOf(answer)));
    for (const one of answer.quotes) blocks.push(quote({ cite: citeOf(one), parts: [{ text: one.text }] }, true));
  }
  return ["text/markdown", "md", `${join(blocks)}\n`];
}

// As quotes on the page say what is known of them; the title leads to the quote here.
function citeOf(quote) {
  const { title, author, publication, date, lang } = quote.article;
  const { number, text, speaker, page, time } = quote;
  const known = { number, text, speaker, page, time, title: title || words.untitled, author, publication, date, lang, place: placeOf(quote), also: originalOf(quote) };
  return Object.fromEntries(Object.entries(known).filter(([, value]) => value));
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
