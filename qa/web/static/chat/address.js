// What the page's address asks for, once: `?q=` a question, `?shared=` (or `?shared-kept=`) to go on
// from answers that were shared.
// It is taken out of the address, so that a reload shows what came of it.
import { fillIn, questionBox } from "./composer.js";
import { ask, begin, takeUp } from "./conversation.js";

function taken(name) {
  const here = new URL(location.href);
  const value = here.searchParams.get(name);
  if (value === null) return "";
  here.searchParams.delete(name);
  history.replaceState(history.state, "", here);
  return value.trim();
}

export async function followAddress() {
  const question = taken("q");
  const token = taken("shared");
  const kept = taken("shared-kept");
  if (token || kept) await goOnFrom(kept ? { k: kept } : { a: token });
  else if (question) askOnce(question);
}

// In a conversation of its own. What is too long is left to be shortened, never asked in part.
function askOnce(question) {
  begin();
  fillIn(question);
  const longest = questionBox().maxLength;
  if ((longest < 0 || question.length <= longest) && ask(question)) fillIn("");
  else questionBox().focus();
}

// The page of the answer says what is wrong with it.
async function goOnFrom(values) {
  const carried = new URLSearchParams(values);
  const response = await fetch(`chat/shared?${carried}`).catch(() => null);
  if (!response?.ok) return location.assign(`shared?${carried}`);
  await takeUp((await response.json()).exchanges);
  return questionBox().focus();
}
