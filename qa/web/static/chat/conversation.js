// The open conversation: asking in it, stopping, asking again, and opening another.
import { answerTo, shownAgain } from "./asking.js";
import { askedAnew, freshConversation, freshExchange, heard } from "./exchanges.js";
import { chosenFilters } from "./filters.js";
import { keep, read, store } from "./keeping.js";
import { forget, recall, remember } from "./tab.js";
import * as turns from "./turns.js";
import { words } from "./words.js";

const MOST_AT_ONCE = 300_000; // characters of one request

let current = freshConversation();
const running = new Map(); // exchange identifier -> { conversation, controller }

export const openConversation = () => current;
export const isRunning = () => current.exchanges.some((one) => running.has(one.id));

// Asks in the open conversation; false where one question is being answered already.
export function ask(text, filters = chosenFilters()) {
  const question = text.trim();
  if (!question || isRunning()) return false;
  const exchange = freshExchange(question, filters);
  current.exchanges.push(exchange);
  run(current, exchange);
  return true;
}

// Asks in the place of an exchange, leaning on those before it; what it was is kept.
export function askInPlace(number, question, filters) {
  if (isRunning()) return false;
  const before = current.exchanges[number - 1];
  const exchange = askedAnew(before, question.trim(), filters || before.filters);
  current.exchanges[number - 1] = exchange;
  run(current, exchange);
  return true;
}

export function stop(number) {
  running.get(current.exchanges[number - 1].id)?.controller.abort();
}

async function run(conversation, exchange) {
  const controller = new AbortController();
  running.set(exchange.id, { conversation, controller });
  remember("open", conversation.id);
  remember("asking", exchange.id);
  const place = conversation.exchanges.indexOf(exchange);
  const number = place + 1;
  const isShown = () => conversation === current;
  const pending = turns.pendingTurn(number, exchange.question);
  turns.put(pending);
  turns.reveal(pending);
  let turn;
  const asked = {
    question: exchange.question,
    history: heard(conversation.exchanges.slice(0, place)),
    filters: exchange.filters,
    number,
  };
  keep(conversation);
  try {
    const onStage = (stage) => isShown() && turns.showStage(number, stage);
    const { html, kept } = await answerTo(asked, { signal: controller.signal, onStage });
    exchange.answer = kept;
    turn = turns.answerTurn(html);
  } catch (error) {
    if (error.leaving) return;
    if (controller.signal.aborted) exchange.stopped = true;
    else exchange.failure = error.said || words.failed;
    turn = withoutAnswer(exchange, number);
  } finally {
    running.delete(exchange.id);
  }
  exchange.touched = Date.now();
  if (isShown()) {
    marked(turn, exchange);
    turns.put(turn);
    turns.reveal(turn);
    turns.announce(turn);
  }
  if (exchange.stopped) forgetAsking(exchange);
  const whole = await keep(conversation);
  forgetAsking(exchange); // only now: a reload before that finds no answer kept, and asks again
  const more = whole && whole.exchanges.length > conversation.exchanges.length;
  if (more && conversation === current && !isRunning()) open(conversation.id);
}

function forgetAsking(exchange) {
  if (recall("asking") === exchange.id) forget("asking");
}

function withoutAnswer(exchange, number) {
  const message = exchange.failure || (exchange.stopped ? words.stopped : words.notAnswered);
  return turns.failedTurn(number, exchange.question, message);
}

function marked(turn, exchange) {
  const earlier = turn.querySelector("[data-earlier]");
  if (earlier) earlier.hidden = !exchange.earlier;
}

// Shows the answer that an exchange had before it was asked again, and the other way round.
export async function swapEarlier(number) {
  const { earlier, ...now } = current.exchanges[number - 1];
  if (!earlier || isRunning()) return;
  const exchange = { ...earlier, id: now.id, at: now.at, touched: Date.now(), earlier: now };
  current.exchanges[number - 1] = exchange;
  const [turn] = await shown([exchange], number);
  turns.put(turn);
  turns.announce(turn);
  await keep(current);
}

// Kept exchanges as turns; where the server is away, their answers as plain text.
async function shown(exchanges, first) {
  const numbered = exchanges.map((exchange, at) => ({ exchange, number: first + at }));
  const html = new Map();
  for (const group of groups(numbered.filter(({ exchange }) => exchange.answer))) {
    const sent = group.map(({ exchange: { answer, filters }, number }) => ({ answer, filters, number }));
    const made = await shownAgain(sent).catch(() => []);
    group.forEach(({ number }, at) => html.set(number, made[at]));
  }
  return numbered.map(({ exchange, number }) => {
    const made = html.get(number);
    const turn = made ? turns.answerTurn(made) : plainTurn(exchange, number);
    marked(turn, exchange);
    return turn;
  });
}

function plainTurn(exchange, number) {
  if (!exchange.answer) return withoutAnswer(exchange, number);
  return turns.failedTurn(number, exchange.question, exchange.answer.answer || words.failed);
}

function groups(all) {
  const made = [];
  let room = 0;
  for (const one of all) {
    const size = JSON.stringify(one.exchange.answer).length;
    if (!made.length || size > room || made[made.length - 1].length >= 50) {
      made.push([]);
      room = MOST_AT_ONCE;
    }
    made[made.length - 1].push(one);
    room -= size;
  }
  return made;
}

const stampsOf = ({ exchanges }) => exchanges.map((one) => one.id + one.touched).join();

export async function open(id) {
  const live = [...running.values()].find((one) => one.conversation.id === id);
  const conversation = live ? live.conversation : await read(id);
  if (!conversation) return false;
  current = conversation;
  remember("open", id);
  const before = stampsOf(conversation);
  const made = await shown(conversation.exchanges, 1);
  if (conversation !== current) return true;
  if (stampsOf(conversation) !== before && !isRunning()) return open(id); // answered meanwhile
  conversation.exchanges.forEach((one, at) => {
    if (running.has(one.id)) made[at] = turns.pendingTurn(at + 1, one.question);
  });
  turns.replaceAll(made);
  return true;
}

export function begin() {
  current = freshConversation();
  forget("open");
  turns.replaceAll([]);
}

// A conversation of its own that begins with answers of somebody else's.
export async function takeUp(answered) {
  begin();
  const conversation = current;
  const now = Date.now();
  answered.forEach(({ question, filters, answer }, at) => {
    conversation.exchanges.push({ ...freshExchange(question, filters), at: now + at, answer });
  });
  await keep(conversation);
  await open(conversation.id);
}

// After a reload: the conversation of this tab, and the question that was being answered.
export async function resume() {
  const id = recall("open");
  const asking = recall("asking");
  if (!id || !(await open(id))) return;
  const exchange = current.exchanges.find((one) => one.id === asking);
  if (exchange && !exchange.answer && !exchange.failure && !exchange.stopped) run(current, exchange);
  else forget("asking");
}

// Another tab went on with this conversation.
export function followOtherTabs() {
  store?.watch?.(async (id) => {
    if (id !== current.id || isRunning()) return;
    const other = await store.read(id);
    if (other && stampsOf(other) !== stampsOf(current)) open(id);
  });
}
