// Conversations with an account on the server, where its owner keeps them: the same as
// local_store.js, over HTTP.
import { headOf, merged } from "./exchanges.js";

const AT = "chat/conversations";
// A page that was made for somebody else than who is signed in now keeps nothing with them.
const headers = {
  "Content-Type": "application/json",
  "X-Pullquote-Account": document.querySelector('meta[name="pullquote-account"]')?.content || "",
};

async function send(path, options = {}) {
  const response = await fetch(path, { cache: "no-store", headers, ...options });
  if (response.ok || response.status === 404 || response.status === 409) return response;
  const { detail } = await response.json().catch(() => ({}));
  throw Object.assign(new Error(detail), { name: [413, 507].includes(response.status) ? "QuotaExceededError" : "Error" });
}

async function whole(id) {
  const response = await send(`${AT}/${id}`);
  return response.ok ? response.json() : null;
}

export const accountStore = {
  place: "account",

  list: async () => (await (await send(AT)).json()).conversations,

  read: whole,

  // What another tab or machine added meanwhile stays.
  async write(conversation) {
    let mine = conversation;
    for (;;) {
      const body = JSON.stringify({ ...headOf(mine), revision: mine.revision || 0, exchanges: mine.exchanges });
      const response = await send(`${AT}/${mine.id}`, { method: "PUT", body });
      if (response.ok) return { ...mine, revision: (await response.json()).revision };
      const other = await whole(mine.id);
      mine = other ? { ...merged(mine, other), revision: other.revision } : { ...mine, revision: 0 };
    }
  },

  async remove(id) {
    await send(`${AT}/${id}`, { method: "DELETE", body: "{}" });
  },

  async search(text) {
    const found = await (await send(`${AT}?search=${encodeURIComponent(text)}`)).json();
    return new Set(found.conversations.map((one) => one.id));
  },
};
