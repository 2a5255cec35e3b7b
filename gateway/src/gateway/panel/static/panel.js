// What pages need beyond htmx: menus that close, dialogs, forms that never lose what was typed, keys in the queue.
(() => {
  const account = () => document.body.dataset.account || "";
  const typed = (form) => `typed:${account()}:${location.pathname}:${form.id}`;
  const store = (work) => {
    try {
      work(sessionStorage);
    } catch {
      // Without storage nothing is kept between pages; nothing else changes.
    }
  };

  // A form somebody types into is "dirty": a live update leaves it alone, its long texts survive a lost page, and all of it
  // a session that ended meanwhile.
  const controls = (form) => [...form.elements].filter((one) => one.name && !["hidden", "password", "submit"].includes(one.type));
  const ticks = (one) => one.type === "checkbox" || one.type === "radio";
  document.addEventListener("input", (event) => {
    const form = event.target.closest?.("form[id]");
    if (!form) return;
    form.dataset.dirty = "1";
    const whole = controls(form).map((one) => [one.name, one.value, ticks(one) ? one.checked : null]);
    store((kept) => kept.setItem(typed(form), JSON.stringify(whole)));
    if (event.target.matches("textarea[name]")) {
      store((kept) => kept.setItem(`${typed(form)}:${event.target.name}`, event.target.value));
    }
  });
  const forget = () => store((kept) => {
    for (const key of Object.keys(kept)) if (key.startsWith("typed:")) kept.removeItem(key);
  });
  const fill = (form, whole) => {
    for (const one of controls(form)) {
      const was = whole.find(([name, value, ticked]) => name === one.name && (ticked === null || value === one.value));
      if (!was) continue;
      if (ticks(one)) one.checked = was[2];
      else one.value = was[1];
    }
    form.dataset.dirty = "1";
    form.dispatchEvent(new Event("change", { bubbles: true }));
  };
  const returning = () => store((kept) => {
    if (document.querySelector("[data-session-over]")) kept.setItem("returning", "1");
    if (document.getElementById("sign-in") || !kept.getItem("returning")) return;
    kept.removeItem("returning");
    for (const form of document.querySelectorAll("form[id]")) {
      const whole = kept.getItem(typed(form));
      if (whole) fill(form, JSON.parse(whole));
    }
  });
  // Somebody else may sign in where the session of the first one ended: what was typed is nobody's but its author's.
  const forgetOthers = () => store((kept) => {
    const own = `typed:${account()}:`;
    for (const key of Object.keys(kept)) if (account() && key.startsWith("typed:") && !key.startsWith(own)) kept.removeItem(key);
  });
  const restore = () => {
    forgetOthers();
    if (document.querySelector("[data-forget-typed]")) forget();
    returning();
    for (const area of document.querySelectorAll("form[id] textarea[name]")) {
      store((kept) => {
        const was = kept.getItem(`${typed(area.form)}:${area.name}`);
        if (area.value || !was) return;
        area.value = was;
        area.form.dataset.dirty = "1";
      });
    }
  };
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (form.dataset.sent) event.preventDefault();
    if (form.method === "post" && !form.hasAttribute("hx-post")) form.dataset.sent = "1";
  });
  window.addEventListener("pageshow", () => {
    for (const form of document.querySelectorAll("form[data-sent]")) delete form.dataset.sent;
    restore();
  });

  // Morphing keeps what a reader opened and what is being typed. (Not by idiomorph's `ignoreActiveValue`: it would
  // leave a focused row as it is.)
  const dirty = (node) => node.nodeType === 1 && (node.matches("form[data-dirty]") || node.querySelector("form[data-dirty]"));
  if (window.Idiomorph) {
    Object.assign(Idiomorph.defaults.callbacks, {
      beforeNodeMorphed: (old) => !(old.nodeType === 1 && old.matches("form[data-dirty]")),
      beforeNodeRemoved: (old) => !dirty(old),
      beforeAttributeUpdated: (name, node) => !(name === "open" && node.matches("details, dialog")),
    });
    // Answers may overtake each other: what is older than what is shown changes nothing.
    const older = (target, fragment) =>
      target.dataset.live && Number(fragment.firstElementChild?.dataset.version) < Number(target.dataset.version);
    htmx.defineExtension("morph", {
      isInlineSwap: (style) => style === "morph",
      handleSwap: (style, target, fragment) => {
        if (style !== "morph") return false;
        return older(target, fragment) ? [target] : Idiomorph.morph(target, fragment.children, { morphStyle: "outerHTML" });
      },
    });
  }

  // Menus close when somebody goes on elsewhere.
  const closeMenus = (except) => {
    for (const menu of document.querySelectorAll("details.menu[open]")) if (menu !== except) menu.open = false;
  };
  document.addEventListener("click", (event) => closeMenus(event.target.closest?.("details.menu")));
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    const menu = document.querySelector("details.menu[open]");
    if (menu) {
      menu.open = false;
      menu.querySelector("summary").focus();
    }
  });

  document.addEventListener("change", (event) => {
    if (!event.target.closest?.("[data-submit-on-change]")) return;
    for (const kept of event.target.form.querySelectorAll("[data-kept]")) kept.disabled = false;
    event.target.form.requestSubmit();
  });

  // What is shown once is there to be copied.
  document.addEventListener("focusin", (event) => event.target.matches?.("[data-select]") && event.target.select());

  // A dialog opens when its content has arrived.
  document.addEventListener("htmx:afterSwap", (event) => {
    const dialog = event.target.closest?.("dialog");
    if (!dialog) return;
    if (!dialog.open) dialog.showModal();
    dialog.querySelector("textarea, input:not([type=hidden]), button")?.focus();
  });
  document.addEventListener("click", (event) => {
    if (event.target.matches?.("dialog") || event.target.closest?.("[data-close]")) event.target.closest("dialog")?.close();
  });
  document.addEventListener("done", () => {
    forget();
    for (const dialog of document.querySelectorAll("dialog[open]")) dialog.close();
  });

  // Keys in a list: only while the focus is in it, so that they never get in the way of other software.
  document.addEventListener("keydown", (event) => {
    const row = event.target.closest?.("tr[data-row]");
    if (!row || event.target.matches("input, textarea, select") || event.ctrlKey || event.metaKey || event.altKey) return;
    const next = { ArrowDown: row.nextElementSibling, j: row.nextElementSibling, ArrowUp: row.previousElementSibling, k: row.previousElementSibling };
    if (event.key in next) {
      next[event.key]?.focus();
    } else if (event.key === "Enter" && event.target === row) {
      row.querySelector("a")?.click();
    } else {
      const button = row.querySelector(`[data-key="${CSS.escape(event.key)}"]`);
      if (!button) return;
      button.click();
    }
    event.preventDefault();
  });
})();
