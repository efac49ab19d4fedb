// The code is in the fragment, which no server sees: it goes into the form, and out of the address bar and its history.
const code = location.hash.slice(1);
if (code) {
  history.replaceState(null, "", location.pathname);
  const form = document.querySelector("form[data-door]");
  if (form) {
    form.elements.code.value = code;
    form.requestSubmit();
  }
}
