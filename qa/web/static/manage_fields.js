// The articles page: a field of an article's details, with where its value was found.
"use strict";

(() => {
  const { copyOf, say, words } = manage;
  const DOUBTFUL = 0.5; // less sure than this is worth a look
  const DETAILS = [
    ["title", words("Title"), ""],
    ["author", words("Author"), ""],
    ["date", words("Date"), "2012-04-18"],
    ["publication", words("Publication"), ""],
    ["url", words("Address of the original"), "https://"],
    ["categories", words("Categories"), words("With semicolons between them.")],
  ];
  const LACKING = {
    title: "no title", author: "no author", date: "no date", publication: "no publication", url: "no address",
    lang: "no language", category: "no category", categories: "no category", text: "no text",
  };
  const LONGEST = { url: 2000, categories: 5000 };

  let fields = 0;

  function provenance(origin) {
    if (!origin) return "";
    const from = words("From: {source}", origin);
    return origin.certainty < DOUBTFUL ? `${from}. ${words("Doubtful, have a look.")}` : from;
  }

  function fieldOf(article, [name, label, hint]) {
    const element = copyOf("field-template");
    const input = element.querySelector("input");
    const trouble = element.querySelector(".field-trouble");
    const id = `field-${++fields}`;
    element.classList.add(name);
    element.querySelector("label").textContent = label;
    element.querySelector("label").htmlFor = id;
    trouble.id = `${id}-trouble`;
    Object.assign(input, { id, name, placeholder: hint, maxLength: LONGEST[name] || 500, value: [article[name] ?? ""].flat().join("; ") });
    const origin = (article.origins || []).find((one) => one.field === name);
    const told = element.querySelector(".provenance");
    told.id = `${id}-provenance`;
    say(told, provenance(origin));
    told.classList.toggle("doubtful", Boolean(origin) && origin.certainty < DOUBTFUL);
    input.setAttribute("aria-describedby", `${told.id} ${trouble.id}`);
    return element;
  }

  // Return that a field is missing: "no author".
  function lacking(field) {
    return words(LACKING[field]);
  }

  function sentence(message) {
    return message.charAt(0).toUpperCase() + message.slice(1);
  }

  Object.assign(manage, { DETAILS, DOUBTFUL, fieldOf, lacking, sentence });
})();
