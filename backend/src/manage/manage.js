// The code is in the fragment, which no server sees: it goes into the form, and out of the address bar and its history.
const enter = () => {
  const code = location.hash.slice(1);
  if (!code) return;
  history.replaceState(null, "", location.pathname + location.search);
  const form = document.querySelector("form[data-door]");
  if (form) {
    form.elements.code.value = code;
    form.requestSubmit();
  }
};
// A link that is followed while the page is open changes the fragment alone.
addEventListener("hashchange", enter);
enter();
