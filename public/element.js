import init, { mount } from "./guichet-glue.js";

// The custom element: loads the module once, mounts one widget per element, and stays out of the way.
// Everything else is in Rust. `__WASM_FILE__` and `__WASM_INTEGRITY__` are stamped in by `cargo xtask pack`.

const here = import.meta.url;
const moduleAddress = new URL("__WASM_FILE__", here).href;
const integrity = "__WASM_INTEGRITY__";

// A handoff code or a journey token in the address is taken out before anything is drawn.
const fragment = location.hash.slice(1);
const own = fragment.startsWith("guichet=") || location.origin === new URL(here).origin;
if (own && fragment) history.replaceState(history.state, "", location.pathname + location.search);

// Compiled while it arrives. Nothing of it runs before its hash is checked: `integrity` of `fetch` would check the same,
// but hold everything back until the last byte. It is what is left where a page is not served securely.
const compiled = async () => {
  if (!integrity || !globalThis.crypto?.subtle) return fetch(moduleAddress, integrity ? { integrity } : {});
  const response = await fetch(moduleAddress);
  const bytes = response.clone().arrayBuffer();
  const [module, digest] = await Promise.all([
    WebAssembly.compileStreaming(response),
    bytes.then((bytes) => crypto.subtle.digest("SHA-384", bytes)),
  ]);
  if (`sha384-${btoa(String.fromCharCode(...new Uint8Array(digest)))}` !== integrity)
    throw new Error("the module is not the one that this script was packed with");
  return module;
};

let loaded;
const load = () =>
  (loaded ??= init({ module_or_path: compiled() }).catch((error) => {
    loaded = undefined;
    throw error;
  }));

const get = async (url) => {
  const response = await fetch(url);
  if (!response.ok) throw new Error(`${response.status}`);
  return response;
};

// The directory is public and the same for everybody: it is fetched beside the wasm, journey or not.
const directories = new Map();
const directory = (backend) => {
  if (!directories.has(backend)) {
    const loading = (async () => {
      const index = await (await get(`${backend}/directory/index.json`)).text();
      const { first, countries } = JSON.parse(index);
      const file = countries.find(({ country }) => country === first);
      // The index names the popular banks: the first screen does not wait for the file.
      const text = get(backend + file.path).then((response) => response.text());
      text.catch(() => directories.delete(backend));
      return [index, text];
    })();
    loading.catch(() => directories.delete(backend));
    directories.set(backend, loading);
  }
  return directories.get(backend);
};

const french = (host) => !(host.getAttribute("locale") ?? document.documentElement.lang).startsWith("en");

// The first screen's field, before the module is there: on a slow line that is a second in which a person can type. The
// words are those of src/text, and a test compares them.
const WORDS = {
  fr: ["Quelle est votre banque\u00a0?", "Rechercher votre banque", "Nom, sigle ou IBAN"],
  en: ["Which is your bank?", "Search for your bank", "Name, initials or IBAN"],
};

const LOOK = [
  ":host { display: block; container-type: inline-size; color-scheme: light dark }",
  ":host([theme=light]) { color-scheme: light }",
  ":host([theme=dark]) { color-scheme: dark }",
  "* { box-sizing: border-box }",
  "div { max-width: 480px; min-height: min(70vh, 480px); margin-inline: auto; padding: 55px 16px 16px }",
  "div { font: 400 16px/1.5 system-ui, sans-serif }",
  'div { font-family: var(--guichet-font, system-ui, -apple-system, "Segoe UI", Roboto, sans-serif) }',
  "div { color: var(--guichet-text, light-dark(#1b1e24, #eceef2)) }",
  "div { background: var(--guichet-background, light-dark(#ffffff, #16181d)) }",
  "h2 { margin: 0 0 17px; font-size: 22px; line-height: 1.25; font-weight: 650 }",
  "label { display: block; margin-bottom: 8px; font-weight: 600 }",
  "input { width: 100%; min-height: 48px; padding: 8px 12px; font: inherit; color: inherit; background: inherit }",
  "input { border: 1px solid light-dark(#757d8a, #8c95a3); border-radius: var(--guichet-radius, 10px) }",
  "input:focus { outline: 3px solid var(--guichet-accent, light-dark(#0b57d0, #8ab4ff)); outline-offset: 2px }",
  "@container (min-width: 400px) { div { padding: 63px 24px 24px } }",
].join("");

// Whether this tab may be in the middle of a journey: then the first screen is another one.
const isKnown = (backend) => {
  try {
    return Object.keys(sessionStorage).some((key) => key.startsWith(`guichet:${backend}:`));
  } catch {
    return true;
  }
};

const early = (host, root, backend) => {
  if (own || isKnown(backend) || host.hasAttribute("institution") || (host.getAttribute("mode") ?? "connect") !== "connect")
    return;
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(LOOK);
  root.adoptedStyleSheets = [sheet];
  const make = (name, text, attributes) => {
    const element = Object.assign(document.createElement(name), { textContent: text });
    for (const attribute in attributes) element.setAttribute(attribute, attributes[attribute]);
    return element;
  };
  const lang = french(host) ? "fr" : "en";
  const [title, label, placeholder] = WORDS[lang];
  const field = make("input", "", { id: "field", role: "combobox", "aria-expanded": false, autocomplete: "off", placeholder });
  const box = make("div", "", { lang });
  box.append(make("h2", title), make("label", label, { for: "field" }), field);
  root.replaceChildren(box);
  return field;
};

// What was typed, and the focus, go over to the widget's own field. The old one leaves after that, so that an on-screen
// keyboard stays.
const handOver = (root, field, before) => {
  const next = root.querySelector('[part="root"] [role="combobox"]');
  if (next && field.value) {
    next.value = field.value;
    next.dispatchEvent(new Event("input", { bubbles: true, composed: true }));
  }
  if (next && root.activeElement === field) {
    next.focus();
    next.setSelectionRange(field.selectionStart, field.selectionEnd);
  }
  before.forEach((node) => node.remove());
};

// After a panic the module is of no use. One in a listener, or in what was awaited, is told to nobody but the window. It is
// a trap: any other error with the module among its callers is of somebody whom the module told something.
let broken = false;
const alive = new Set();
const crashed = ({ error, reason = error }) => {
  // By name: where WebAssembly is refused there is no class to ask for.
  if (reason?.name !== "RuntimeError" || !`${reason.stack}`.includes(moduleAddress)) return;
  broken = true;
  alive.forEach((fail) => fail(reason));
};
addEventListener("error", crashed);
addEventListener("unhandledrejection", crashed);

export class GuichetConnect extends HTMLElement {
  static observedAttributes = ["locale", "theme"];
  #widget;
  #starting;
  #crash = (error) => this.#fail(this.shadowRoot, error);

  connectedCallback() {
    this.#starting ??= this.#start();
  }

  // Moving an element disconnects and connects it again at once; only a removal that lasts ends the widget.
  disconnectedCallback() {
    queueMicrotask(() => {
      if (this.isConnected) return;
      alive.delete(this.#crash);
      this.#guard(() => this.#widget?.unmount());
      this.#widget = this.#starting = undefined;
    });
  }

  attributeChangedCallback(name) {
    this.#guard(() => this.#widget?.attribute_changed(name));
  }

  async #start() {
    const root = this.shadowRoot ?? this.attachShadow({ mode: "open" });
    try {
      const backend = (this.getAttribute("backend") || new URL(here).origin).replace(/\/+$/, "");
      const module = load();
      const banks = directory(backend);
      banks.catch(() => {});
      const field = early(this, root, backend);
      await module;
      if (!this.isConnected) return;
      const before = [...root.childNodes];
      this.#widget = mount(this, root, backend, own ? fragment : "", banks);
      alive.add(this.#crash);
      if (field) requestAnimationFrame(() => handOver(root, field, before));
      else before.forEach((node) => node.remove());
    } catch (error) {
      this.#fail(root, error);
    }
  }

  #guard(call) {
    try {
      call();
    } catch (error) {
      this.#fail(this.shadowRoot, error);
    }
  }

  // Without WebAssembly, or after a crash: what the partner wrote inside the tag, and a way to try again.
  #fail(root, error) {
    console.error("guichet-connect:", error);
    this.#widget = undefined;
    alive.delete(this.#crash);
    const fr = french(this);
    const text = document.createElement("p");
    text.setAttribute("role", "alert");
    text.textContent = fr
      ? "Cette fenêtre n’a pas pu s’ouvrir dans votre navigateur."
      : "This window could not open in your browser.";
    const again = document.createElement("button");
    again.textContent = fr ? "Réessayer" : "Try again";
    again.addEventListener("click", () => {
      // The tab remembers the journey: a fresh page goes on where this one stopped.
      if (broken) return location.reload();
      root.replaceChildren();
      this.#starting = this.#start();
    });
    root.replaceChildren(text, document.createElement("slot"), again);
    this.dispatchEvent(
      new CustomEvent("guichet-error", { bubbles: true, composed: true, detail: { code: "unavailable" } }),
    );
  }
}

// A second copy of the script does no harm: the first one keeps the name.
if (!customElements.get("guichet-connect")) customElements.define("guichet-connect", GuichetConnect);
