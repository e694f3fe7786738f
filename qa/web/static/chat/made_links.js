// The links that somebody made here: with the account where the server keeps conversations, else in
// this browser, each with the secret that takes it back.
//
// link: { id, secret, title, address, made, expires, taken_back }; times are seconds since 1970.
import { words } from "./words.js";

const MOST = 500;
const AT = "chat/links";

const said = (name) => document.querySelector(`meta[name="pullquote-${name}"]`)?.content || "";
const isOfAccount = () => said("keeps") === "account";
const key = () => `pullquote-links/1/${said("account")}${new URL(document.baseURI).pathname}`;

function inBrowser() {
  try {
    const links = JSON.parse(localStorage.getItem(key()) || "[]");
    return Array.isArray(links) ? links.filter((one) => typeof one?.id === "string" && typeof one.address === "string") : [];
  } catch {
    return [];
  }
}

function keepInBrowser(links) {
  try {
    localStorage.setItem(key(), JSON.stringify(links.slice(0, MOST)));
    return true;
  } catch {
    return false;
  }
}

async function post(path, body) {
  const response = await fetch(path, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify(body),
  });
  if (!response.ok) throw Object.assign(new Error(), { status: response.status });
  return response.json();
}

// Returns { href, count }, or the { problem } in words.
export async function makeLink(answers, title) {
  try {
    const { count, ...link } = await post(AT, { answers, title: title.slice(0, 300) });
    const isListed = isOfAccount() || keepInBrowser([{ ...link, title: title.slice(0, 300) }, ...inBrowser()]);
    return { href: new URL(link.address, document.baseURI).href, count, isListed };
  } catch ({ status }) {
    return { problem: status === 413 ? words.tooLongToShare : words.notShared };
  }
}

export async function listLinks() {
  if (!isOfAccount()) return inBrowser();
  const response = await fetch(AT, { cache: "no-store" });
  if (!response.ok) throw new Error(`status ${response.status}`);
  return (await response.json()).links;
}

export async function takeBack({ id, secret }) {
  await post(`${AT}/taken-back`, { id, secret });
  if (isOfAccount()) return;
  keepInBrowser(inBrowser().map((one) => (one.id === id ? { ...one, taken_back: true } : one)));
}
