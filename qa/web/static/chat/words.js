// What the page's scripts say, in its language.
export const words = JSON.parse(document.getElementById("chat-words").textContent);

export function fill(text, values) {
  return text.replace(/\{(\w+)\}/g, (whole, name) => values[name] ?? whole);
}
