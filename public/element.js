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

export class GuichetConnect extends HTMLElement {
  static observedAttributes = ["locale", "theme"];
  #widget;
  #starting;

  connectedCallback() {
    this.#starting ??= this.#start();
  }

  // Moving an element disconnects and connects it again at once; only a removal that lasts ends the widget.
  disconnectedCallback() {
    queueMicrotask(() => {
      if (this.isConnected) return;
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
      await module;
      if (this.isConnected) this.#widget = mount(this, root, backend, own ? fragment : "", banks);
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
    const fr = !(this.getAttribute("locale") ?? document.documentElement.lang).startsWith("en");
    const text = document.createElement("p");
    text.setAttribute("role", "alert");
    text.textContent = fr
      ? "Cette fenêtre n’a pas pu s’ouvrir dans votre navigateur."
      : "This window could not open in your browser.";
    const again = document.createElement("button");
    again.textContent = fr ? "Réessayer" : "Try again";
    again.addEventListener("click", () => {
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
