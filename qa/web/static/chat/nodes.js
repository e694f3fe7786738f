// Elements: made here with text in them, or parsed from what the server's templates escaped.
export function parsed(html) {
  return [...new DOMParser().parseFromString(html, "text/html").body.childNodes];
}

export function fromTemplate(id) {
  return document.getElementById(id).content.firstElementChild.cloneNode(true);
}

export function make(name, properties = {}, ...children) {
  const element = Object.assign(document.createElement(name), properties);
  element.append(...children);
  return element;
}

export function button(className, label, onclick) {
  return make("button", { type: "button", className, onclick }, label);
}

// Text of somebody: in its own direction, its language unknown.
export function foreign(name, className, text) {
  return make(name, { className, dir: "auto", lang: "" }, text);
}
