// A conversation and its exchanges as values.
//
// conversation: { id, title, named, made, changed, exchanges }
// exchange: { id, at, touched, question, filters }, and then one of
//   answer: what the server gave to keep; failure: why there is none; stopped: true
// and `earlier`, the exchange that it took the place of. Times are milliseconds since 1970.
const HEARD = 8; // exchanges that a follow-up may lean on
const LONGEST_HEARD = 1000;
const LONGEST_TITLE = 300;

export function freshId() {
  const bytes = crypto.getRandomValues(new Uint8Array(12));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

export function freshConversation() {
  const now = Date.now();
  return { id: freshId(), title: "", named: false, made: now, changed: now, exchanges: [] };
}

export function freshExchange(question, filters) {
  const now = Date.now();
  return { id: freshId(), at: now, touched: now, question, filters };
}

// The same exchange asked anew: what it was is kept in it.
export function askedAnew(exchange, question, filters) {
  const { earlier: _older, ...before } = exchange;
  const fresh = { id: exchange.id, at: exchange.at, touched: Date.now(), question, filters };
  const worth = before.answer || exchange.earlier;
  return worth ? { ...fresh, earlier: before.answer ? before : exchange.earlier } : fresh;
}

export function titled(conversation) {
  const first = conversation.exchanges[0];
  const title = conversation.named || !first ? conversation.title : shortened(first.question);
  return { ...conversation, title, changed: Date.now() };
}

export function shortened(text) {
  const letters = Array.from(text.slice(0, 4 * LONGEST_TITLE)).slice(0, LONGEST_TITLE);
  return letters.join("");
}

export function namedAs(conversation, title) {
  return Object.assign(conversation, { title: shortened(title), named: true });
}

export function headOf({ id, title, named, made, changed, exchanges }) {
  return { id, title, named, made, changed, count: exchanges.length };
}

// Both of two copies of one conversation, of each exchange the one touched last.
export function merged(mine, other) {
  const all = new Map(other.exchanges.map((one) => [one.id, one]));
  for (const one of mine.exchanges) {
    const known = all.get(one.id);
    if (!known || known.touched <= one.touched) all.set(one.id, one);
  }
  const later = other.changed > mine.changed ? other : mine;
  const called = mine.named === other.named ? later : [mine, other].find((one) => one.named);
  const exchanges = [...all.values()].sort((a, b) => a.at - b.at);
  return { ...mine, title: called.title, named: called.named, exchanges };
}

// What a follow-up may lean on: earlier questions as understood, and their answers.
export function heard(exchanges) {
  return exchanges.filter((one) => one.answer).slice(-HEARD).flatMap(({ answer }) =>
    answer.answered
      ? [answer.asked_as, Array.from(answer.answer).slice(0, LONGEST_HEARD).join("")]
      : [answer.asked_as]);
}
