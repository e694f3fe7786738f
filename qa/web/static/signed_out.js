// Where people sign in: when their session has ended, the page leads back to it.
(() => {
  "use strict";

  const ask = window.fetch.bind(window);
  let leaving = false;

  window.fetch = async (...request) => {
    const response = await ask(...request);
    const ours = new URL(response.url, document.baseURI).origin === window.location.origin;
    if (response.status === 401 && ours && !leaving) {
      leaving = true;
      window.location.assign(new URL("login", document.baseURI));
    }
    return response;
  };
})();
