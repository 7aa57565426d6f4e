// A finding's line number leads into the text itself; without scripts it says where to look.
(() => {
  const box = document.getElementById("source");
  if (!box) return;
  document.querySelectorAll("a[data-line]").forEach((link) => {
    link.addEventListener("click", (event) => {
      event.preventDefault();
      const lines = box.value.split("\n");
      const number = Number(link.dataset.line);
      const start = lines.slice(0, number - 1).reduce((sum, line) => sum + line.length + 1, 0);
      box.focus();
      box.setSelectionRange(start, start + (lines[number - 1] ?? "").length);
      box.scrollTop = Math.max(0, (box.scrollHeight / lines.length) * (number - 6));
    });
  });
})();
