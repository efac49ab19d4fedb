// Runs in every page that is measured, before the page's own scripts. `__TARGET__` says what to look for.
(() => {
  const target = __TARGET__;
  const bench = (globalThis.__bench = { ready: null, listed: null, key: null, changed: null, painted: null, indexed: null, drawn: null, tasks: [], memories: [] });
  const root = () => (target.host ? document.querySelector(target.host)?.shadowRoot : document);
  const box = () => root()?.querySelector(target.box);

  // A thing is there at the first animation frame that finds it.
  const frame = () => {
    const found = bench.ready === null ? box() : null;
    if (found && !found.disabled) bench.ready = performance.now();
    if (bench.listed === null && target.row && root()?.querySelector(target.row)) bench.listed = performance.now();
    if (bench.ready === null || (target.row && bench.listed === null)) requestAnimationFrame(frame);
  };
  requestAnimationFrame(frame);

  new PerformanceObserver((seen) => {
    for (const task of seen.getEntries()) bench.tasks.push([task.startTime, task.duration]);
  }).observe({ type: "longtask", buffered: true });

  for (const name of ["instantiate", "instantiateStreaming"]) {
    const original = WebAssembly[name];
    WebAssembly[name] = async (...given) => {
      const made = await original.apply(WebAssembly, given);
      for (const value of Object.values((made.instance ?? made).exports)) {
        if (value instanceof WebAssembly.Memory) bench.memories.push(value);
      }
      return made;
    };
  }

  // The index is built when the text of a directory has gone over to the module: timed from then to the first thing that
  // the module asks of the page, which is what comes after it.
  let handed = null;
  const after = (owner, name) => {
    const original = owner[name];
    owner[name] = function (...given) {
      if (handed !== null) {
        bench.indexed = performance.now() - handed;
        handed = null;
      }
      return original.apply(this, given);
    };
  };
  after(globalThis, "queueMicrotask");
  after(Promise.prototype, "then");
  for (const name of ["createElement", "createTextNode", "createComment"]) after(Document.prototype, name);
  for (const name of ["appendChild", "insertBefore", "removeChild"]) after(Node.prototype, name);
  for (const name of ["setAttribute", "removeAttribute", "remove"]) after(Element.prototype, name);
  const encodeInto = TextEncoder.prototype.encodeInto;
  TextEncoder.prototype.encodeInto = function (text, bytes) {
    const encoded = encodeInto.call(this, text, bytes);
    // Nothing else that goes over is as long as this.
    if (text.length > 100_000) handed = performance.now();
    return encoded;
  };

  // From the arrival of that text to the end of all that it sets off: it goes over, the index is built, the list is drawn
  // anew. The text is held back until the widget is there to take it.
  const text = Response.prototype.text;
  Response.prototype.text = async function () {
    const whole = await text.call(this);
    if (!this.url.endsWith("__DIRECTORY__")) return whole;
    while (!root()?.querySelector('[part="root"]')) await new Promise((next) => setTimeout(next, 4));
    const begun = performance.now();
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => (bench.drawn = performance.now() - begun);
    port2.postMessage(null);
    return whole;
  };

  // Results are painted at the animation frame after the last change of the list.
  bench.watch = () => {
    addEventListener("keydown", (event) => {
      bench.key = event.timeStamp;
      bench.changed = bench.painted = null;
    }, true);
    const listed = (node) => (node.nodeType === Node.ELEMENT_NODE ? node : node.parentElement)?.closest(target.list);
    new MutationObserver((changes) => {
      if (!changes.some((change) => listed(change.target))) return;
      bench.changed = performance.now();
      requestAnimationFrame(() => (bench.painted = performance.now()));
    }).observe(root(), { subtree: true, childList: true, characterData: true, attributes: target.attributes });
    box().focus();
  };
  bench.longest = (since) => Math.max(0, ...bench.tasks.filter(([start]) => start >= since).map(([, time]) => time));
  bench.wasm = () => bench.memories.reduce((sum, memory) => sum + memory.buffer.byteLength, 0);
  bench.elements = (tree = document) =>
    [...tree.querySelectorAll("*")].reduce((sum, one) => sum + 1 + (one.shadowRoot ? bench.elements(one.shadowRoot) : 0), 0);
})();
