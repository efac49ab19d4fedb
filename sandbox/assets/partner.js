// What a partner's page may do with the element's events. They carry step names and opaque ids only.
const names = ["guichet-ready", "guichet-step", "guichet-success", "guichet-exit", "guichet-error"];
const list = document.querySelector("#events");
const thanks = document.querySelector("#thanks");

for (const name of names) {
  document.addEventListener(name, (event) => {
    const line = document.createElement("li");
    line.textContent = `${name} ${JSON.stringify(event.detail ?? {})}`;
    list.append(line);
    if (name === "guichet-success") thanks.textContent = thanks.dataset.thanks;
  });
}
