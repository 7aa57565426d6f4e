// Puts the short form of a case beside the queue on wide screens; elsewhere the same links open the case itself.
(() => {
  const pane = document.getElementById("beside");
  const frame = document.querySelector(".cw-desk");
  const wide = window.matchMedia("(min-width: 75em)");
  const said = document.getElementById("beside-said"); // read out: the focus stays on the list
  if (!pane || !frame) return;
  let asked = 0;

  const close = () => {
    pane.hidden = true;
    frame.classList.remove("cw-desk--detail");
    document.querySelectorAll("tr[aria-current]").forEach((row) => row.removeAttribute("aria-current"));
  };

  const show = async (link) => {
    const mine = ++asked;
    close();
    link.closest("tr").setAttribute("aria-current", "true");
    if (pane.parentElement !== frame) frame.append(pane);
    frame.classList.add("cw-desk--detail");
    pane.hidden = false;
    pane.textContent = pane.dataset.loading;
    let answer = null;
    try {
      answer = await fetch(link.dataset.beside, { headers: { Accept: "text/html" } });
    } catch { /* told below */ }
    if (mine !== asked) return;
    if (!answer?.ok || answer.redirected) {
      pane.textContent = pane.dataset.failed;
      said.textContent = pane.dataset.failed;
      return;
    }
    const words = await answer.text();
    if (mine !== asked) return;
    pane.replaceChildren(...new DOMParser().parseFromString(words, "text/html").body.childNodes);
    pane.scrollTop = 0;
    said.textContent = pane.dataset.shown.replace("{reference}", link.textContent);
    pane.querySelectorAll("[data-query]").forEach((box) => { box.value = location.search.slice(1); });
  };

  document.querySelectorAll("a[data-beside]").forEach((link) => {
    link.addEventListener("click", (event) => {
      if (!wide.matches || event.ctrlKey || event.metaKey || event.shiftKey || event.button) return;
      if (link.closest("tr").hasAttribute("aria-current")) return; // the second press opens the case itself
      event.preventDefault();
      show(link);
    });
  });
  wide.addEventListener("change", () => { if (!wide.matches) close(); });

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.target.closest("input, select, textarea")) return;
    if (event.key === "Escape") close();
    if (event.key === "x") document.activeElement.closest("[data-row]")?.querySelector("input[type=checkbox]")?.click();
  });
})();
