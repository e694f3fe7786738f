// The articles page: undoing what was done last to many articles at once.
"use strict";

(() => {
  const { announce, byId, changed } = manage;

  let last = null; // { of, undo }: what was done, and what undoes it and returns what to say

  // `of` is what `forgetUndo` names it by; `undo` is given a function that tells how far it is.
  function offerUndo(told, of, undo) {
    last = { of, undo };
    tell(told);
    byId("undo-yes").disabled = false;
    byId("undo").hidden = false;
  }

  function forgetUndo(of) {
    if (last?.of === of) byId("undo").hidden = true;
  }

  function tell(told) {
    byId("undo-told").textContent = told;
  }

  function dismiss() {
    last = null;
    byId("undo").hidden = true;
    byId("search").focus();
  }

  async function undo() {
    byId("undo-yes").disabled = true;
    try {
      const told = await last.undo(tell);
      byId("undo").hidden = true;
      announce(told);
      byId("search").focus();
    } catch (problem) {
      tell(problem.message);
      byId("undo-yes").disabled = false;
    }
    changed();
  }

  byId("undo-yes").addEventListener("click", undo);
  byId("undo-no").addEventListener("click", dismiss);

  Object.assign(manage, { forgetUndo, offerUndo });
})();
