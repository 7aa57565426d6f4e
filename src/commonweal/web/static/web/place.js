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

  // The language switch is a button of one form; with a script it carries all that somebody has begun to fill in.
  const touched = new Set();
  const note = ({ target }) => target.form && touched.add(target.form);
  addEventListener("input", note);
  addEventListener("change", note);
  const sentTo = (form) => form.getAttribute("action") || "";
  const inside = (form) => new URLSearchParams(
    [...new FormData(form)].map(([name, value]) => [name, value instanceof File ? value.name : value]));
  all("button[data-language][formaction]", (button) =>
    button.addEventListener("click", (event) => {
      const begun = [...touched].filter((form) => form.isConnected);
      if (!begun.length || (begun.length === 1 && begun[0] === button.form)) return;
      event.preventDefault();
      const posts = begun.filter((form) => form.method === "post");
      const main = posts.includes(button.form) ? button.form : posts[0] || begun[0];
      main.querySelectorAll("[name=_also]").forEach((box) => box.remove());
      const add = (tag, values) => {
        const made = Object.assign(document.createElement(tag), values);
        made.hidden = true;
        main.append(made);
        return made;
      };
      posts.filter((form) => form !== main).forEach((form) =>
        add("input", { type: "hidden", name: "_also", value: `${sentTo(form)} ${inside(form)}` }));
      const press = add("button", {
        ...(main.method === "post"
          ? { name: "_sent_to", value: sentTo(main), formAction: button.dataset.href, formMethod: "post" }
          : { name: "next", value: button.dataset.page, formAction: button.dataset.href.split("?")[0], formMethod: "get" }),
        formEnctype: "application/x-www-form-urlencoded",
        formNoValidate: true,
      });
      main.requestSubmit(press);
      press.remove();
    }));

  // What somebody sends twice within a moment, by a double click, is sent once; also in a form that was added later.
  const sent = new WeakMap();
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (event.defaultPrevented || form.method !== "post") return;
    if (event.timeStamp - sent.get(form) < 2000) event.preventDefault();
    sent.set(form, event.timeStamp);
  });
})();
