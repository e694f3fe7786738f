// The articles page: which articles are wanted, in what order, which page of them. Kept in the
// address, so that a reload, a link and the way back show the same list.
"use strict";

(() => {
  const { byId } = manage;
  const FACETS = ["author", "publication", "category", "year", "lang", "collection"];
  const IN_ADDRESS = { lang: "language" }; // `lang` in an address is the language of the page
  const listeners = [];

  const wish = { search: "", order: "look", page: 1, gaps: new Set(), chosen: {} };
  for (const facet of FACETS) wish.chosen[facet] = new Set();

  function fromAddress() {
    const given = new URLSearchParams(location.search);
    wish.search = (given.get("search") || "").slice(0, 500);
    wish.order = [...byId("order").options].some((one) => one.value === given.get("order")) ? given.get("order") : "look";
    wish.page = Math.max(1, Math.min(1_000_000, Math.trunc(Number(given.get("page"))) || 1));
    wish.gaps = new Set(given.getAll("gap").filter((one) => /^(?:look|(?:missing|doubtful):[a-z]+)$/.test(one)));
    for (const facet of FACETS) wish.chosen[facet] = new Set(given.getAll(IN_ADDRESS[facet] ?? facet).slice(0, 50));
    byId("search").value = wish.search;
    byId("order").value = wish.order;
  }

  // The query of the server for what is wanted, without order and page.
  function query(more = {}, names = {}) {
    const found = new URLSearchParams();
    if (wish.search) found.set("search", wish.search);
    for (const gap of wish.gaps) found.append("gap", gap);
    for (const facet of FACETS) for (const value of wish.chosen[facet]) found.append(names[facet] ?? facet, value);
    for (const [name, value] of Object.entries(more)) found.append(name, value);
    return found;
  }

  function toAddress() {
    const found = query({}, IN_ADDRESS);
    if (wish.order !== "look") found.set("order", wish.order);
    if (wish.page > 1) found.set("page", wish.page);
    const written = found.size ? `?${found}` : location.pathname;
    history.replaceState(null, "", written);
  }

  // Change what is wanted; `narrows` where other articles are wanted, and not only another page.
  function want(change, { narrows = true } = {}) {
    change(wish);
    if (narrows) wish.page = 1;
    toAddress();
    for (const listener of listeners) listener({ narrows });
  }

  function toggle(set, value) {
    if (!set.delete(value)) set.add(value);
  }

  const narrowed = () => Boolean(wish.search || wish.gaps.size || FACETS.some((facet) => wish.chosen[facet].size));

  fromAddress();
  Object.assign(manage, { FACETS, narrowed, query, toAddress, toggle, want, whenWanted: (listener) => listeners.push(listener), wish });
})();
