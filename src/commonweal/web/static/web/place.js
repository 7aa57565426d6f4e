// Improves pages that already work without it: focus, counting, copying. No page needs it.
(() => {
  const all = (selector, act) => document.querySelectorAll(selector).forEach(act);

  all(".govuk-error-summary", (summary) => {
    summary.tabIndex = -1;
    summary.focus();
  });

  // A link in the error summary goes to its field and into it.
  all(".govuk-error-summary a[href^='#']", (link) =>
    link.addEventListener("click", (event) => {
      const target = document.getElementById(link.hash.slice(1));
      const boxes = "input:not([type=hidden]), select, textarea, button";
      const field = target?.matches(boxes) ? target : target?.querySelector(boxes);
      if (!field) return;
      event.preventDefault();
      const legend = field.closest("fieldset")?.querySelector("legend");
      (legend || document.querySelector(`label[for="${field.id}"]`) || field).scrollIntoView();
      field.focus({ preventScroll: true });
    }));

  all("[data-count-to]", (box) => {
    const line = document.getElementById(`${box.id}-info`);
    const limit = Number(box.dataset.countTo);
    const spoken = document.createElement("span");
    spoken.className = "cw-hidden";
    spoken.setAttribute("aria-live", "polite");
    line.after(spoken);
    let timer;
    const count = () => {
      const left = limit - box.value.length;
      line.textContent = (left < 0 ? line.dataset.over : line.dataset.left).replace("{n}", Math.abs(left));
      line.classList.toggle("govuk-error-message", left < 0);
      clearTimeout(timer);
      timer = setTimeout(() => { spoken.textContent = line.textContent; }, 900);
    };
    box.addEventListener("input", count);
    if (box.value) count();
  });

  all("[data-copy]", (button) => {
    button.hidden = false;
    button.addEventListener("click", async () => {
      await navigator.clipboard.writeText(button.dataset.copy);
      button.lastElementChild.textContent = button.dataset.copied;
    });
  });

  all("[data-print]", (button) => {
    button.hidden = false;
    button.addEventListener("click", () => print());
  });

  // "None of these" clears the others, and the other way round.
  all(".govuk-checkboxes", (group) =>
    group.addEventListener("change", ({ target }) => {
      const alone = "exclusive" in target.dataset;
      if (target.checked) {
        group.querySelectorAll("input").forEach((box) => {
          if (box !== target && (alone || "exclusive" in box.dataset)) box.checked = false;
        });
      }
    }));

  // A second press on the same button sends nothing twice.
  all("form[data-once]", (form) => {
    let sent = 0;
    form.addEventListener("submit", (event) => {
      if (event.timeStamp - sent < 2000 && sent) event.preventDefault();
      sent = event.timeStamp;
    });
  });
})();
