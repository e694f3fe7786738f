// Conversations in the browser's local storage, one an entry: a line of what is listed, then all of
// it, packed. Other versions' entries are neither read nor touched.
import { headOf, merged } from "./exchanges.js";
import { packed, unpacked } from "./packing.js";

const VERSION = 1;

export function localStore(storage, scope) {
  const prefix = `pullquote/${VERSION}/${scope}/`;

  function headIn(text) {
    try {
      const head = JSON.parse(text.slice(0, text.indexOf("\n")));
      return head.v === VERSION && typeof head.id === "string" ? head : null;
    } catch {
      return null;
    }
  }

  async function wholeIn(text) {
    const head = headIn(text);
    if (!head) return null;
    const exchanges = JSON.parse(await unpacked(text.slice(text.indexOf("\n") + 1)));
    return { ...head, exchanges };
  }

  return {
    place: "browser",

    async list() {
      const heads = [];
      for (let at = 0; at < storage.length; at += 1) {
        const key = storage.key(at);
        const head = key.startsWith(prefix) ? headIn(storage.getItem(key) || "") : null;
        if (head) heads.push(head);
      }
      return heads;
    },

    async read(id) {
      const text = storage.getItem(prefix + id);
      return text ? wholeIn(text).catch(() => null) : null;
    },

    // What another tab added meanwhile stays. Throws when the storage is full.
    async write(conversation) {
      const key = prefix + conversation.id;
      for (;;) {
        const before = storage.getItem(key);
        const other = before ? await wholeIn(before).catch(() => null) : null;
        const whole = other ? merged(conversation, other) : conversation;
        const text = `${JSON.stringify({ v: VERSION, ...headOf(whole) })}\n${await packed(JSON.stringify(whole.exchanges))}`;
        if (storage.getItem(key) !== before) continue; // another tab was faster
        storage.setItem(key, text);
        return whole;
      }
    },

    async remove(id) {
      storage.removeItem(prefix + id);
    },

    // Told the identifier of what another tab changed.
    watch(changed) {
      window.addEventListener("storage", (event) => {
        if (event.key === null) changed(null);
        else if (event.key.startsWith(prefix)) changed(event.key.slice(prefix.length));
      });
    },
  };
}
