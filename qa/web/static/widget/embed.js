// The embedded page: asks, and shows answers with their quotes. Everything that comes from an
// article, a host page or a visitor becomes text nodes; nothing is parsed as markup.
(() => {
  "use strict";

  // Controls of direction, and tag characters but in flags, as `show` of qa/web/chat/fragments.py.
  const CONTROLS = /(\u{1f3f4}[\u{e0020}-\u{e007e}]+\u{e007f}|[\u202a-\u202e\u2066-\u2069]|[\u{e0000}-\u{e007f}]+)/u;
  const TAGS = 0xe0000;
  const KEPT = 20; // turns
  const NARRATED = "en"; // the language that answers are worded in
  const MOST_COPIES = 5; // that are named
  const REMEMBERED = 8; // turns that a follow-up may lean on
  const LONGEST_HEARD = 1000;
  const PATIENCE = 90_000; // milliseconds
  const MARGIN = 30_000; // a token this near its end is renewed first

  const byId = (id) => document.getElementById(id);
  const words = JSON.parse(byId("strings").textContent);
  const english = document.documentElement.lang === "en";
  const own = words.answers; // how sentences of answers are said in the page's language
  const given = new URLSearchParams(location.hash.slice(1));
  const framed = window.parent !== window;
  const inline = given.has("inline");
  const still = matchMedia("(prefers-reduced-motion: reduce)");
  const hostOrigin = originOf(given.get("origin"));
  const filters = chosenFilters();
  const storeName = `pullquote:${hostOrigin}:${JSON.stringify(filters)}`;
  const region = navigator.languages.find((tag) => tag.split("-")[0] === document.documentElement.lang);
  const calendar = new Intl.DateTimeFormat(region || document.documentElement.lang, { dateStyle: "long", timeZone: "UTC" });
  const log = byId("log");
  const box = byId("question");
  const permission = document.querySelector('meta[name="pullquote-token"]');
  let token = permission.content;
  let tokenEnds = Date.now() + permission.dataset.seconds * 1000;
  let turns = [];
  let asking = null;
  let next = "";

  function originOf(text) {
    try {
      const origin = new URL(text).origin;
      return origin === text && origin !== "null" ? origin : null;
    } catch {
      return null;
    }
  }

  function chosenFilters() {
    const chosen = {};
    for (const name of ["author", "source", "after", "before", "collection"]) {
      const value = (given.get(name) || "").trim();
      if (value) chosen[name] = value;
    }
    return chosen;
  }

  // Building ------------------------------------------------------------------------------------

  function make(name, className, ...children) {
    const element = document.createElement(name);
    if (className) element.className = className;
    element.append(...children.filter((child) => child !== null));
    return element;
  }

  // Text of others: its own direction, its language where that is known, and direction overrides
  // shut in an element of their own.
  function foreign(name, className, text = "", lang = "") {
    const element = make(name, className);
    element.dir = "auto";
    element.lang = lang || "";
    appendText(element, text);
    return element;
  }

  function appendText(element, text) {
    for (const part of String(text).split(CONTROLS)) {
      if (!part) continue;
      if (!CONTROLS.test(part) || part.startsWith("\u{1f3f4}")) {
        element.append(part);
        continue;
      }
      const shut = make("bdi", "control", part);
      shut.dataset.code = named(part);
      element.append(shut);
    }
  }

  function named(unseen) {
    const codes = Array.from(unseen, (one) => one.codePointAt(0));
    const letters = codes.map((code) => code - TAGS).filter((code) => code >= 0x20 && code < 0x7f);
    return String.fromCharCode(...letters) || `U+${codes[0].toString(16).toUpperCase()}`;
  }

  function button(className, label, onclick) {
    const element = make("button", className, label);
    element.type = "button";
    element.addEventListener("click", onclick);
    return element;
  }

  function link(className, address, label) {
    const element = make("a", className, label);
    element.href = address;
    element.target = "_blank";
    element.rel = "noopener noreferrer";
    element.append(make("span", "sr-only", ` (${words.newPage})`));
    return element;
  }

  function fill(template, values) {
    return template.replace(/\{(\w+)\}/g, (_, name) => values[name]);
  }

  // Answers -------------------------------------------------------------------------------------

  function showTurn(turn) {
    const { question, answer, problem } = turn;
    const element = make("article", "turn");
    element.append(foreign("h2", "asked", question));
    if (problem) showProblem(element, turn);
    else if (!answer) element.append(pending());
    else if (answer.answered) showAnswer(element, answer);
    else showSilence(element, answer);
    if (turn.element) turn.element.replaceWith(element);
    else log.append(element);
    turn.element = element;
    return element;
  }

  function pending() {
    const dots = make("span", "dots", make("i"), make("i"), make("i"));
    dots.ariaHidden = "true";
    return make("p", "pending", words.reading, dots);
  }

  function askedAs(element, answer) {
    const plain = (text) => text.toLowerCase().split(/\s+/).join(" ").trim();
    if (plain(answer.asked_as) === plain(answer.question)) return;
    element.append(make("p", "as", `${words.askedAs} `, foreign("q", "", answer.asked_as)));
  }

  function showAnswer(element, answer) {
    askedAs(element, answer);
    showNotes(element, answer);
    const unsure = answer.verdict === "unsure";
    if (unsure) element.classList.add("unsure");
    const text = foreign("p", "answer", "", NARRATED);
    text.append(...answerLines(answer));
    element.append(text);
    if (!answer.quotes.length) return;
    const shown = answer.quotes.map((quote) => showQuote(quote, answer.answer, unsure));
    const list = make("ol", "quotes", ...shown);
    list.ariaLabel = words.quotes;
    const verdict = make("span", "verdict", unsure ? words.unsure : words.stated);
    const percent = Math.round(answer.confidence * 100);
    element.append(list, make("p", "sure", verdict, " ", fill(words.confidence, { percent })));
  }

  // A block a line. One before quotes (a short answer, a side) leads, one behind them all is an
  // afterthought.
  function answerLines(answer) {
    const numbers = new Map(answer.quotes.map((quote) => [`[${quote.number}]`, quote]));
    const lines = answer.answer.split("\n").map((line) => line.split(/(\[\d{1,3}\])/));
    const cited = lines.map((parts) => parts.some((part) => numbers.has(part)));
    const last = cited.lastIndexOf(true);
    return lines.flatMap((parts, place) => {
      const line = parts.join("");
      if (!line) return [];
      const empty = place > 0 && lines[place - 1].join("") === "";
      const begins = place === 0 || cited[place - 1] || empty;
      const roles = ["line"];
      if (last >= 0 && place > last) roles.push("after");
      else if (last >= 0 && begins && !cited[place] && !line.includes(": ")) roles.push("lead");
      if (empty) roles.push("apart");
      const block = make("span", roles.join(" "));
      const end = line.search(/(\s?\[\d{1,3}\])*$/);
      const isQuoted = answer.quotes.some(({ text }) => text.split("\n").includes(line));
      const told = isQuoted ? null : saidOwn(line.slice(0, end), ...(answer.kind === "metadata" ? ["records", "talk", "lines"] : ["lines"]));
      if (told) {
        inOwn(block, told);
        parts = line.slice(end).split(/(\[\d{1,3}\])/);
      }
      parts.forEach((part, at) => citeOrText(block, part, numbers.get(part), line, numbers.get(parts[at + 1])));
      return [block, "\n"];
    });
  }

  function citeOrText(block, part, quote, line, next) {
    if (!quote) {
      if (!next || !introduce(block, part, next)) appendQuoted(block, part, next);
      return;
    }
    const cite = make("a", "cite", part);
    cite.href = readLink(quote);
    cite.target = "_blank";
    cite.rel = "noopener noreferrer";
    cite.ariaLabel = fill(words.quote, { number: quote.number });
    block.append(cite);
    if (quote.speaker || line.includes("The article: ")) block.append(" ", showWhose(quote));
  }

  // The words of a quote before its mark, in the language of their article.
  function appendQuoted(block, part, quote) {
    const lang = quote ? quote.article.lang || "" : NARRATED;
    const end = part.trimEnd().replace(/ …$/, "").length;
    let start = 0;
    while (quote && start < end && !quote.text.includes(part.slice(start, end))) start += 1;
    if (lang === NARRATED || start >= end) {
      appendText(block, part);
      return;
    }
    appendText(block, part.slice(0, start));
    block.append(foreign("span", "", part.slice(start, end), lang));
    appendText(block, part.slice(end));
  }

  // In the page's language ------------------------------------------------------------------------

  // A sentence of an answer, its blanks filled, as nodes; null where no template knows it. As
  // qa/web/pages/answer_words.py, which made the templates.
  function saidOwn(sentence, ...kinds) {
    if (!own) return null;
    for (const [pattern, template] of kinds.flatMap((kind) => own.rules[kind])) {
      const found = new RegExp(`^(?:${pattern})$`, "u").exec(sentence);
      if (found) return filledIn(template, found.groups || {});
    }
    return null;
  }

  function filledIn(template, values) {
    return template.split(/‹([^›]*)›/).flatMap((piece, place) => {
      const names = Array.from(piece.matchAll(/\{(\w+)\}/g), ([, name]) => name);
      if (place % 2 && !names.every((name) => values[name])) return [];
      return piece.split(/\{(\w+)\}/).flatMap((one, at) => (at % 2 ? held(one, values[one] || "") : [one]));
    });
  }

  function held(blank, value) {
    const digits = (/[\d,]+/.exec(value) || ["1"])[0];
    const number = digits.replaceAll(",", "\u202f");
    const forms = own.counted[blank];
    if (blank === "number") return [number];
    if (forms) {
      const form = new Intl.PluralRules(document.documentElement.lang).select(Number(digits.replaceAll(",", "")));
      return [fill(forms[form] || Object.values(forms).at(-1), { number })];
    }
    if (own.joined[blank]) {
      const [between, said] = own.joined[blank];
      const names = value.split(between);
      if (names.every((name) => /^\p{Lu}[\p{L}\p{N}_’'.-]*(?: \p{Lu}[\p{L}\p{N}_’'.-]*){0,3}$/u.test(name))) {
        return names.flatMap((name, at) => (at ? [said, bare(name)] : [bare(name)]));
      }
    }
    return [bare(value, own.english.includes(blank) ? NARRATED : "")];
  }

  // What is not ours in a sentence of ours.
  function bare(text, lang = "") {
    const element = make("bdi");
    element.lang = lang;
    appendText(element, text);
    return element;
  }

  function inOwn(element, nodes) {
    element.lang = document.documentElement.lang;
    element.dir = document.documentElement.dir;
    element.append(...nodes);
    return element;
  }

  // Appends the line of a quote, whose words are not ours; false where it begins otherwise.
  function introduce(block, part, quote) {
    const { speaker } = quote;
    for (const [english, template] of own ? own.introductions : []) {
      const head = `${fill(english, { who: speaker })}: `;
      const at = english.includes("{who}") === Boolean(speaker) ? part.indexOf(head) : -1;
      if (at < 0) continue;
      const label = part.slice(0, at);
      const before = /: $/.test(label) ? saidOwn(label.slice(0, -2), "labels") : null;
      const isShort = label.endsWith(" — ") && quote.text.includes(label.slice(0, -3));
      if (label && !before && !isShort) continue;
      const said = before ? [...before, ": "] : [label && bare(label)].filter(Boolean);
      const shown = part.slice(at + head.length).trimEnd();
      inOwn(block, [...said, ...filledIn(template, { who: speaker }), ": ", foreign("span", "", shown, quote.article.lang), " "]);
      return true;
    }
    return false;
  }

  function showSilence(element, answer) {
    element.classList.add("silent");
    askedAs(element, answer);
    showNotes(element, answer);
    element.append(make("div", "silence", make("p", "silence-title", words.silent), refusal(answer)));
    if (!answer.nearest.length) return;
    element.append(make("h3", "near", words.nearest), make("ul", "quotes", ...answer.nearest.map((quote) => showQuote(quote))));
  }

  function refusal(answer) {
    const told = answer.answer.split("\n").filter(Boolean).map((line) => saidOwn(line, "lines"));
    if (told.length && told.every(Boolean)) return inOwn(make("p"), told.flatMap((one, at) => (at ? [" ", ...one] : one)));
    return foreign("p", "", english ? answer.answer : words.reasons[answer.reason] || answer.answer);
  }

  function showNotes(element, answer) {
    const shown = (answer.notes || []).map((note) => {
      const told = saidOwn(note, "notes");
      return told ? inOwn(make("p", "note"), told) : foreign("p", "note", note, english ? "" : NARRATED);
    });
    element.append(...shown);
  }

  // `shown` is an answer beside which the quote stands; words that it has already are not repeated.
  function showQuote(quote, shown = "", unsure = false) {
    const speaker = quote.speaker ? showSpeaker(quote, shown) : null;
    const standing = [
      unsure && words.may,
      quote.corrected_by && fill(words.correctedBy, { number: quote.corrected_by }),
    ];
    const repeated = shown.includes(quote.text.replace(/^[“”"\s]+|[“”"\s]+$/g, ""));
    const notes = standing.filter(Boolean).map((text) => make("p", "standing", text));
    const confirmed = quote.confirmed ? make("p", "confirmed", words.confirmed) : null;
    const item = make("li", "", speaker, confirmed, ...notes, repeated ? null : showWords(quote), showSource(quote));
    item.value = quote.number;
    return item;
  }

  function showSpeaker(quote, shown) {
    const writes = shown.includes(`${quote.speaker} writes: `);
    const reported = !writes && ["mixed", "indirect"].includes(quote.kind);
    const given = reported ? [make("span", "given", words.reported), " "] : [];
    return make("p", "said", foreign("span", "speaker", quote.speaker), " ", ...given, showWhose(quote));
  }

  // That somebody said this is the claim of an article: whose it is stands beside the speaker.
  function showWhose(quote) {
    const { title, publication } = quote.article;
    return foreign("span", "whose", fill(words.in, { source: publication || title || words.untitled }));
  }

  function showWords(quote) {
    const block = foreign("blockquote", "", "", quote.article.lang);
    for (const [text, marked] of pieces(quote)) {
      const target = marked ? block.appendChild(make("mark")) : block;
      appendText(target, text);
    }
    return block;
  }

  // Offsets count code points; JavaScript's strings count UTF-16 units.
  function pieces(quote) {
    const points = Array.from(quote.text);
    if (!quote.answer_span) return [[quote.text, false]];
    const [from, to] = quote.answer_span.map((offset) => offset - quote.start);
    if (from < 0 || to > points.length || from >= to) return [[quote.text, false]];
    return [[points.slice(0, from), false], [points.slice(from, to), true], [points.slice(to), false]]
      .map(([part, marked]) => [part.join(""), marked]);
  }

  function showSource(quote) {
    const { title, author, publication, date, url } = quote.article;
    const facts = [author, publication].filter(Boolean).map((fact) => foreign("span", "", fact));
    if (date) facts.push(timeOf(date));
    if (quote.page) facts.push(make("span", "", fill(words.page, { page: quote.page })));
    if (quote.time) facts.push(make("span", "", fill(words.time, { time: shownTime(quote.time) })));
    const links = [link("read", readLink(quote), words.read)];
    const original = safeUrl(url);
    if (original) links.push(link("original", withFragment(original, quote.text), original.hostname.replace(/^www\./, "")));
    const named = title ? foreign("cite", "", title, quote.article.lang) : make("cite", "", words.untitled);
    return make("p", "source", named, row("facts", facts), showCopies(quote), row("links", links));
  }

  // Other outlets that hold the same words, by name and date, the earliest first.
  function showCopies(quote) {
    const copies = quote.copies || [];
    if (!copies.length) return null;
    const outlets = copies.slice(0, MOST_COPIES).flatMap((copy, at) => {
      const place = { ...quote, article: copy, start: copy.start, end: copy.end, answer_span: null };
      const outlet = foreign("a", "", copy.publication || copy.title || copy.id);
      outlet.href = readLink(place);
      outlet.target = "_blank";
      outlet.rel = "noopener noreferrer";
      const date = copy.date ? [" (", timeOf(copy.date), ")"] : [];
      return [at ? ", " : " ", outlet, ...date];
    });
    const more = copies.length - MOST_COPIES;
    const rest = more > 0 ? ` ${fill(words.andMore, { number: more })}` : "";
    return make("span", "copies", words.alsoNamed, ...outlets, rest);
  }

  // Hours only where there are some: 12:05.
  function shownTime(time) {
    return time.replace(/^00:/, "").replace(/^0(?=\d)/, "");
  }

  // Dots stand between the parts, not in them: a part may run in the other direction.
  function row(className, parts) {
    return make("span", className, ...parts.flatMap((part, at) => (at ? [" · ", part] : [part])));
  }

  function timeOf(date) {
    const time = make("time", "", readable(date));
    time.dateTime = date;
    time.dir = "auto";
    return time;
  }

  function readable(date) {
    const instant = /^\d{4}-\d\d-\d\d$/.test(date) ? Date.parse(date) : NaN;
    return Number.isNaN(instant) ? date : calendar.format(instant);
  }

  function readLink(quote) {
    const address = new URL(`read/${encodeURIComponent(quote.article.id)}`, document.baseURI);
    address.searchParams.set("start", quote.start);
    address.searchParams.set("end", quote.end);
    if (quote.answer_span) address.searchParams.set("answer", quote.answer_span.join("-"));
    address.hash = "quote";
    return address.href;
  }

  function safeUrl(text) {
    if (!text || /[\s\\\p{C}]/u.test(text)) return null;
    try {
      const url = new URL(text);
      const plain = /^https?:$/.test(url.protocol) && !url.username && !url.password;
      return plain ? url : null;
    } catch {
      return null;
    }
  }

  // A text directive is the whole text, or its first and last words, each within one block of the
  // page, without quotation marks, which pages print differently.
  function withFragment(url, text) {
    const lines = text.split(/\n+/).map((line) => line.split(/\s+/).filter(Boolean)).filter((line) => line.length);
    if (!lines.length) return url.href;
    const last = lines[lines.length - 1];
    const whole = lines.length === 1 && last.length <= 10 && last.join("").length <= 100;
    const parts = whole
      ? [last.join(" ")]
      : [lines[0].slice(0, 5).join(" ").slice(0, 100), last.slice(-5).join(" ").slice(-100)];
    const directive = parts.map(encodePart).filter(Boolean).join(",");
    const page = url.href.split(":~:")[0];
    if (!directive) return page;
    return `${page}${page.includes("#") ? "" : "#"}:~:text=${directive}`;
  }

  function encodePart(part) {
    const bare = part.replace(/^[^\p{L}\p{N}]+|[^\p{L}\p{N}]+$/gu, "").toWellFormed();
    return encodeURIComponent(bare).replace(/-/g, "%2D");
  }

  function showProblem(element, turn) {
    const again = button("again", words.again, () => {
      turns = turns.filter((other) => other !== turn);
      turn.element.remove();
      ask(turn.question);
    });
    const note = make("div", "problem", foreign("p", "", turn.problem), again);
    note.setAttribute("role", "alert");
    element.append(note);
  }

  // Asking --------------------------------------------------------------------------------------

  async function ask(text) {
    const question = String(text).trim();
    if (!question) return;
    if (asking) {
      next = question; // of several asked by the page meanwhile, the last
      return;
    }
    byId("welcome").hidden = true;
    const turn = { question };
    const history = heard();
    turns.push(turn);
    setBusy(turn);
    reveal(showTurn(turn));
    try {
      turn.answer = await fetchAnswer({ question, history, filters });
    } catch (error) {
      turn.problem = error.said || words.failed;
    }
    if (asking !== turn) return; // cleared meanwhile
    const following = next;
    setBusy(null);
    reveal(showTurn(turn));
    remember();
    if (turn.answer) announce(turn);
    if (following) ask(following);
  }

  function setBusy(turn) {
    asking = turn;
    next = "";
    log.ariaBusy = String(Boolean(turn));
    byId("send").ariaDisabled = String(Boolean(turn));
  }

  function heard() {
    return turns.filter((turn) => turn.answer).slice(-REMEMBERED).flatMap(({ answer }) =>
      answer.answered ? [answer.asked_as, Array.from(answer.answer).slice(0, LONGEST_HEARD).join("")] : [answer.asked_as]);
  }

  async function fetchAnswer(body) {
    if (Date.now() > tokenEnds - MARGIN) await renewToken();
    let response = await post(body);
    if (response.status === 403) {
      await renewToken();
      response = await post(body);
    }
    if (response.status === 401) location.reload(); // signed out meanwhile; the page says so
    if (response.ok) return response.json();
    const seconds = Number(response.headers.get("Retry-After")) || 5;
    if (response.status === 429 || response.status === 503) throw said(fill(words.busy, { seconds }));
    const problem = await response.json().catch(() => ({}));
    throw said(response.status === 422 && problem.detail ? problem.detail : words.failed);
  }

  function said(sentence) {
    return Object.assign(new Error(sentence), { said: sentence });
  }

  async function post(body) {
    try {
      return await fetch("api/ask", {
        method: "POST",
        headers: { "Content-Type": "application/json", "X-Pullquote-Token": token },
        body: JSON.stringify(body),
        signal: AbortSignal.timeout(PATIENCE),
      });
    } catch {
      throw said(words.offline);
    }
  }

  async function renewToken() {
    const response = await fetch("embed/token", { cache: "no-store" }).catch(() => null);
    if (!response || !response.ok) return;
    const fresh = await response.json();
    token = fresh.token;
    tokenEnds = Date.now() + fresh.seconds * 1000;
  }

  function announce({ answer, element }) {
    const count = fill(words.quoteCount, { number: answer.quotes.length });
    const shown = (selector) => element.querySelector(selector).textContent;
    const said = english ? answer.answer : answer.answered ? shown(".answer") : shown(".silence p:last-child");
    byId("announcement").textContent = answer.answered ? `${said} ${count}` : `${words.silent}. ${said}`;
  }

  // scrollIntoView would move the host page, too.
  function reveal(element, behavior = still.matches ? "auto" : "smooth") {
    const scroll = byId("scroll");
    const top = element.firstChild.getBoundingClientRect().top - scroll.getBoundingClientRect().top;
    scroll.scrollBy({ top: top - 16, behavior });
  }

  // Remembering ---------------------------------------------------------------------------------

  // A browser that blocks third-party storage throws here; the conversation then lives in the page.
  function remember() {
    turns = turns.slice(-KEPT);
    showTools();
    const kept = turns.filter((turn) => turn.answer).map(({ question, answer }) => ({ question, answer }));
    try {
      sessionStorage.setItem(storeName, JSON.stringify(kept));
    } catch {
      return;
    }
  }

  function recall() {
    try {
      const kept = JSON.parse(sessionStorage.getItem(storeName) || "[]");
      kept.forEach((turn) => showTurn(turn));
      turns = kept;
    } catch {
      log.replaceChildren();
      turns = [];
    }
    byId("welcome").hidden = turns.length > 0;
    showTools();
    if (turns.length) reveal(turns[turns.length - 1].element, "auto");
  }

  function showTools() {
    byId("tools").hidden = !turns.some((turn) => turn.answer);
  }

  function clear() {
    turns = [];
    setBusy(null);
    log.replaceChildren();
    byId("welcome").hidden = false;
    byId("announcement").textContent = words.cleared;
    remember();
    box.focus();
  }

  // Host page -----------------------------------------------------------------------------------

  function tell(type, more) {
    if (framed && hostOrigin) window.parent.postMessage({ pullquote: type, ...more }, hostOrigin);
  }

  function hear(event) {
    if (!framed || event.source !== window.parent || event.origin !== hostOrigin) return;
    const { pullquote: type, text } = Object(event.data);
    // A touch keyboard would cover the greeting.
    if (type === "open") byId(matchMedia("(pointer: coarse)").matches ? "title" : "question").focus();
    if (type === "ask" && typeof text === "string") ask(text);
  }

  // Tells how tall the frame must be to show everything, whenever that changes.
  function watchHeight() {
    const parts = [byId("head"), byId("content"), byId("foot")];
    const watcher = new ResizeObserver(() => tell("resize", { height: parts.reduce((sum, part) => sum + part.offsetHeight, 0) }));
    for (const part of parts) watcher.observe(part);
  }

  // Beginning -----------------------------------------------------------------------------------

  function paint(accent) {
    if (!/^#[\da-f]{6}$/i.test(accent || "")) return;
    const parts = [1, 3, 5].map((at) => parseInt(accent.slice(at, at + 2), 16));
    const style = document.documentElement.style;
    style.setProperty("--accent", accent);
    style.setProperty("--on-accent", luminance(parts) > 0.179 ? "#000000" : "#ffffff");
    style.setProperty("--link-light", legible(parts, 0, [251, 250, 246]));
    style.setProperty("--link-dark", legible(parts, 255, [22, 21, 19]));
  }

  function luminance(parts) {
    const [r, g, b] = parts.map((part) => (part <= 10 ? part / 3294 : ((part / 255 + 0.055) / 1.055) ** 2.4));
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  }

  // The accent, moved towards black or white until it can be read on paper (contrast 4.5, WCAG).
  function legible(parts, towards, paper) {
    for (let share = 0; share < 1; share += 0.05) {
      const mixed = parts.map((part) => Math.round(part + (towards - part) * share));
      const [low, high] = [luminance(mixed), luminance(paper)].sort((a, b) => a - b);
      if ((high + 0.05) / (low + 0.05) >= 4.6) return `rgb(${mixed.join(" ")})`;
    }
    return `rgb(${towards} ${towards} ${towards})`;
  }

  function showExamples(questions) {
    const made = questions.slice(0, 6).map((question) => {
      const example = button("example", "", () => ask(question));
      example.dir = "auto";
      appendText(example, question);
      return make("li", "", example);
    });
    byId("examples").replaceChildren(...made);
  }

  async function fetchExamples() {
    const response = await fetch("embed/examples").catch(() => null);
    if (response && response.ok) showExamples((await response.json()).questions);
  }

  function send() {
    if (asking || !box.value.trim()) return;
    const question = box.value;
    box.value = "";
    grow();
    ask(question);
  }

  function grow() {
    box.rows = Math.min(5, Math.max(1, box.value.split("\n").length, Math.ceil(box.value.length / 42)));
  }

  function start() {
    const title = given.get("title");
    if (title) {
      byId("title").textContent = title;
      document.title = title;
    }
    if (given.get("greeting")) byId("greeting").textContent = given.get("greeting");
    if (["light", "dark"].includes(given.get("theme"))) document.documentElement.style.colorScheme = given.get("theme");
    paint(given.get("accent"));
    document.body.classList.toggle("inline", inline);
    byId("close").hidden = !framed || inline;
    const questions = (given.get("examples") || "").split("|").map((one) => one.trim()).filter(Boolean);
    recall();
    showExamples(questions);
    byId("close").addEventListener("click", () => tell("close"));
    byId("clear").addEventListener("click", clear);
    byId("print").addEventListener("click", () => window.print());
    byId("ask").addEventListener("submit", (event) => {
      event.preventDefault();
      send();
    });
    box.addEventListener("input", grow);
    box.addEventListener("keydown", (event) => {
      if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
      event.preventDefault();
      send();
    });
    addEventListener("keydown", (event) => {
      if (event.key === "Escape" && !event.isComposing && !inline) tell("close");
    });
    addEventListener("message", hear);
    document.documentElement.dataset.ready = "";
    tell("ready");
    if (inline) watchHeight();
    if (!questions.length && !Object.keys(filters).length) fetchExamples();
  }

  start();
})();
