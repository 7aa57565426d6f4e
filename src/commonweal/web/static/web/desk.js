// Keyboard shortcuts of the desk; each does what a link or button on the page does already.
(() => {
  // Nobody types into a box that is ticked: what can be done with the ticked cases is done from there.
  const typing = (node) => node.closest("input:not([type=checkbox]), select, textarea, [contenteditable]");
  const rows = () => [...document.querySelectorAll("[data-row] a[data-open]")];
  const help = document.getElementById("keyboard-help");

  const step = (by) => {
    const links = rows();
    const at = links.findIndex((link) => link.closest("[data-row]").contains(document.activeElement));
    links[Math.max(0, Math.min(links.length - 1, at < 0 ? 0 : at + by))]?.focus();
  };

  // Who speaks to the computer, or shakes, presses keys without meaning to: the choice is kept in this browser.
  const KEPT = "desk-keys";
  const off = () => localStorage.getItem(KEPT) === "off";
  document.querySelectorAll("[data-keys-switch]").forEach((button) => {
    const words = { on: button.textContent, off: button.dataset.on };
    const say = () => { button.textContent = off() ? words.off : words.on; };
    button.hidden = false;
    button.addEventListener("click", () => { localStorage.setItem(KEPT, off() ? "on" : "off"); say(); });
    say();
  });

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === "Escape" && help?.open) { help.open = false; return; }
    if (off() || typing(event.target)) return;
    if (event.key === "j") step(1);
    else if (event.key === "k") step(-1);
    else if (event.key === "?" && help) { help.open = !help.open; help.querySelector("summary").focus(); }
    else {
      const target = document.querySelector(`[data-key="${CSS.escape(event.key)}"]`);
      if (!target) return;
      if (target.matches("input, select, textarea")) target.focus();
      else target.click();
    }
    event.preventDefault();
  });

  // One box ticks or clears the whole list.
  document.querySelectorAll("[data-tick-all]").forEach((box) => {
    box.hidden = false;
    box.addEventListener("change", () =>
      document.querySelectorAll(`input[name="${CSS.escape(box.dataset.tickAll)}"]`).forEach((each) => {
        each.checked = box.checked;
      }));
  });
})();
