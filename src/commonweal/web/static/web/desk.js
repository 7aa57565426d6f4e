// Keyboard shortcuts of the desk; each does what a link or button on the page does already.
(() => {
  const typing = (node) => node.closest("input, select, textarea, [contenteditable]");
  const rows = () => [...document.querySelectorAll("[data-row] a[data-open]")];
  const help = document.getElementById("keyboard-help");

  const step = (by) => {
    const links = rows();
    const at = links.indexOf(document.activeElement);
    links[Math.max(0, Math.min(links.length - 1, at < 0 ? 0 : at + by))]?.focus();
  };

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === "Escape" && help?.open) { help.open = false; return; }
    if (typing(event.target)) return;
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
