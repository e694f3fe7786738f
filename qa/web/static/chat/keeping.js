// Where conversations are kept: with the account where the server says so, else in this browser.
// What is not kept yet stays with the tab, over a reload too. What could not be kept is tried again,
// and the page says so.
import { accountStore } from "./account_store.js";
import { localStore } from "./local_store.js";
import { merged, titled } from "./exchanges.js";
import { forget, recall, remember } from "./tab.js";

const said = (name) => document.querySelector(`meta[name="pullquote-${name}"]`)?.content || "";
const AGAIN = 20_000; // milliseconds
const SPARE = `${said("account")}:spare`; // somebody else may sign in where the tab is
const unkept = new Map(); // what could not be kept, by identifier
const awaited = new Map(); // what is being kept, by identifier
const writing = new Map(); // until when
const unheard = new Set(); // what was being kept when the page was left
const listeners = new Set();
const removed = new Set();
const searched = new Map(); // what is said in each, in small letters

function chosenStore() {
  if (said("keeps") === "account") return accountStore;
  try {
    const scope = `${said("account")}${new URL(document.baseURI).pathname}`;
    return localStore(window.localStorage, scope);
  } catch {
    return null; // the browser keeps nothing
  }
}

export const store = chosenStore();

// Told "kept", "full", "off" or "away" whenever that changes, and the list of conversations may have.
export function onKeeping(listener) {
  listeners.add(listener);
}

function tell(state) {
  for (const listener of listeners) listener(state);
}

// Returns the conversation with what other tabs added; null where it could not be kept.
export function keep(conversation) {
  const { id } = conversation;
  awaited.set(id, conversation);
  rememberSpares();
  // One after the other: of two at once, one would have to begin again.
  const before = writing.get(id) || Promise.resolve();
  const done = before.then(() => keepNow(conversation)).finally(() => {
    if (writing.get(id) !== done) return;
    writing.delete(id);
    awaited.delete(id);
    rememberSpares();
  });
  writing.set(id, done);
  return done;
}

// A reload may come before all is kept.
function rememberSpares() {
  const all = new Map([...unkept, ...awaited]);
  if (all.size) remember(SPARE, JSON.stringify([...all.values()]));
  else forget(SPARE);
}

function spares() {
  try {
    const all = JSON.parse(recall(SPARE));
    return all.filter((one) => typeof one.id === "string" && Array.isArray(one.exchanges));
  } catch {
    return [];
  }
}

export function bringBack(conversation) {
  removed.delete(conversation.id);
  return keep({ ...conversation, revision: 0 });
}

async function keepNow(conversation) {
  if (removed.has(conversation.id)) return null;
  Object.assign(conversation, titled(conversation));
  if (!store) return failed(conversation, "off");
  try {
    const whole = await store.write(unheard.has(conversation.id) ? await overKept(conversation) : conversation);
    unheard.delete(conversation.id);
    const { exchanges: _kept, ...head } = whole;
    Object.assign(conversation, head);
    unkept.delete(conversation.id);
    tell("kept");
    return whole;
  } catch (error) {
    return failed(conversation, error.name === "QuotaExceededError" ? "full" : "away");
  }
}

// Only the store knows how much of it came to be kept.
async function overKept(mine) {
  const isKept = (await store.list()).some(({ id }) => id === mine.id);
  const kept = isKept && (await store.read(mine.id));
  return kept ? { ...merged(mine, kept), revision: kept.revision } : mine;
}

function failed(conversation, state) {
  unkept.set(conversation.id, conversation);
  tell(state);
  return null;
}

export async function read(id) {
  const mine = awaited.get(id) || unkept.get(id);
  const kept = store ? await store.read(id).catch(() => null) : null;
  return mine && kept ? merged(mine, kept) : mine || kept;
}

export async function list() {
  const heads = store ? await store.list() : [];
  const missing = [...unkept.values()].filter((one) => !heads.some((head) => head.id === one.id));
  const all = [...heads, ...missing.map((one) => ({ ...one, count: one.exchanges.length }))];
  return all.sort((a, b) => b.changed - a.changed);
}

// Identifiers of the conversations with these words in their names, questions or answers.
export async function search(text, heads) {
  const parts = text.toLowerCase().split(/\s+/);
  const fits = (said) => parts.every((part) => said.includes(part));
  const found = store?.search ? await store.search(text) : new Set();
  await Promise.all(heads.map(async (head) => {
    if (fits(head.title.toLowerCase()) || (!store?.search && fits(await saidIn(head)))) found.add(head.id);
  }));
  return found;
}

async function saidIn({ id, changed }) {
  const known = searched.get(id);
  if (known?.changed === changed) return known.said;
  const { title, exchanges } = (await read(id)) || { title: "", exchanges: [] };
  const all = [title, ...exchanges.flatMap(({ question, answer }) => [question, answer?.answer || ""])];
  const said = all.join("\n").toLowerCase();
  searched.set(id, { changed, said });
  return said;
}

export async function remove(id) {
  removed.add(id); // a question that is still being answered must not bring it back
  await writing.get(id);
  unkept.delete(id);
  rememberSpares();
  if (store) await store.remove(id);
  tell("kept");
}

setInterval(() => {
  if (store) for (const one of unkept.values()) keep(one);
}, AGAIN);

for (const one of spares()) {
  unheard.add(one.id);
  keep(one);
}

window.addEventListener("beforeunload", (event) => {
  if (unkept.size && store) event.preventDefault();
});
