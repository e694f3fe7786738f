// What this tab alone remembers, over a reload: which conversation is open, what is being asked,
// what is typed. Without storage it is remembered while the page is open.
const inMemory = new Map();
const prefix = `pullquote:${new URL(document.baseURI).pathname}:`;

export function recall(name) {
  try {
    return sessionStorage.getItem(prefix + name) ?? inMemory.get(name) ?? null;
  } catch {
    return inMemory.get(name) ?? null;
  }
}

export function remember(name, text) {
  inMemory.set(name, text);
  try {
    sessionStorage.setItem(prefix + name, text);
  } catch {
    return false;
  }
  return true;
}

export function forget(name) {
  inMemory.delete(name);
  try {
    sessionStorage.removeItem(prefix + name);
  } catch {
    // nothing was kept
  }
}
