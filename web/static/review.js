// The review desk by keyboard; drafts outlive a reload; what others do is told.
"use strict";
(() => {
  const key = document.body.dataset.key;
  let version = document.body.dataset.version;
  const tab = sessionStorage.getItem("tab") || Math.random().toString(36).slice(2);
  sessionStorage.setItem("tab", tab);
  const cards = () => [...document.querySelectorAll(".group")];
  const doubtful = () => cards().filter((card) => card.classList.contains("doubtful"));
  let current = null;

  const choose = (card, { focus = true } = {}) => {
    if (!card) return;
    current = card.dataset.group;
    cards().forEach((el) => el.classList.toggle("at", el === card));
    if (focus) card.focus({ preventScroll: true });
    card.scrollIntoView({ block: "nearest" });
    window.congvanShow?.(card.dataset.pointer);
    card.classList.add("at");
  };
  const chosen = () => cards().find((card) => card.dataset.group === current);
  const step = (by) => {
    const all = cards();
    const from = all.indexOf(chosen());
    choose(all[Math.max(0, Math.min(all.length - 1, from + by))] || all[0]);
  };
  const nextDoubt = (after) => {
    const all = cards();
    const from = after ? all.indexOf(after) : -1;
    return all.slice(from + 1).find((c) => c.classList.contains("doubtful")) || doubtful()[0];
  };

  document.addEventListener("keydown", (e) => {
    const field = e.target.closest("input, textarea, select");
    if (field && (e.ctrlKey || e.metaKey) && e.key === "Enter") { field.form?.requestSubmit(); e.preventDefault(); return; }
    if (field && e.key === "Escape") { choose(field.closest(".group")); return; }
    if (field || e.ctrlKey || e.metaKey || e.altKey || document.querySelector("dialog[open]")) return;
    const card = chosen();
    if (e.key === "j") step(1);
    else if (e.key === "k") step(-1);
    else if (e.key === "a" && card) { card.querySelector("[data-accept]")?.click(); }
    else if (e.key === "e" && card) { const f = card.querySelector(".group-fields input:not([type=hidden]), .group-fields textarea, .group-fields select"); f?.focus(); f?.select?.(); }
    else if (e.key === "n") { if (doubtful().length) choose(nextDoubt(card)); else document.querySelector("[data-next]")?.click(); }
    else return;
    e.preventDefault();
  });
  document.addEventListener("focusin", (e) => {
    const card = e.target.closest(".group");
    if (card && card.dataset.group !== current) choose(card, { focus: false });
  });

  // Drafts: what is typed and not saved is kept in this browser, by letter and group.
  const values = (form) => JSON.stringify([...new FormData(form)].filter(([name]) => name !== "version"));
  const place = (form) => `draft:${form.dataset.draft}`;
  const keep = (form) => {
    if (values(form) === form.dataset.clean) localStorage.removeItem(place(form));
    else localStorage.setItem(place(form), values(form));
    const note = form.querySelector(".draft");
    if (note) note.hidden = values(form) === form.dataset.clean;
  };
  const fill = (form, pairs) => {
    const by = new Map();
    pairs.forEach(([name, value]) => by.set(name, [...(by.get(name) || []), value]));
    by.forEach((list, name) => {
      const fields = [...form.elements].filter((el) => el.name === name);
      list.forEach((value, i) => {
        if (!fields[i] && fields.length) fields[i] = another(fields[fields.length - 1])?.querySelector(`[name="${name}"]`);
        if (fields[i]) fields[i].value = value;
      });
    });
  };
  const ready = (root) => root.querySelectorAll("form[data-draft]").forEach((form) => {
    if (form.dataset.clean) return;
    form.querySelectorAll(".line").forEach(droppable);
    form.dataset.clean = values(form);
    const kept = localStorage.getItem(place(form));
    if (kept && kept !== form.dataset.clean && form.querySelector(".group-fields")) { fill(form, JSON.parse(kept)); keep(form); }
  });

  // A filled last line grows another: assignees and deadlines without end.
  const another = (field) => {
    const line = field.closest(".line");
    if (!line) return null;
    const copy = line.cloneNode(true);
    const id = `n${Math.random().toString(36).slice(2, 8)}`;
    copy.querySelectorAll("input").forEach((el) => { el.value = ""; });
    copy.querySelectorAll("[data-pointer]").forEach((el) => { delete el.dataset.pointer; });
    copy.querySelectorAll("[data-drop-line]").forEach((el) => { el.hidden = true; });
    copy.querySelectorAll("datalist").forEach((el) => { el.id = `u-${id}`; el.innerHTML = ""; });
    copy.querySelectorAll("[list]").forEach((el) => el.setAttribute("list", `u-${id}`));
    copy.querySelectorAll(".understood").forEach((el) => { el.id = `p-${id}`; el.innerHTML = ""; });
    copy.querySelectorAll("[aria-describedby]").forEach((el) => el.setAttribute("aria-describedby", `p-${id}`));
    line.after(copy);
    window.htmx?.process(copy);
    return copy;
  };
  // An entry is left out by emptying it; a button does so at once.
  const droppable = (line) => {
    const button = line.querySelector("[data-drop-line]");
    if (button) button.hidden = ![...line.querySelectorAll("input")].some((el) => el.value);
  };
  document.addEventListener("click", (e) => {
    const button = e.target.closest("[data-drop-line]");
    if (!button) return;
    const line = button.closest(".line");
    const form = line.closest("form");
    const next = line.nextElementSibling?.querySelector("input, select");
    line.remove();
    next?.focus();
    if (form) keep(form);
  });

  document.addEventListener("input", (e) => {
    const form = e.target.closest("form[data-draft]");
    if (form) keep(form);
    const line = e.target.closest(".line");
    if (line && e.target.value && e.target.matches("input") && !line.nextElementSibling?.matches(".line")) another(e.target);
    if (line) droppable(line);
  });

  document.addEventListener("submit", (e) => {
    const form = e.target.closest("[data-split]");
    if (!form) return;
    const text = form.closest(".group").querySelector("textarea[name=text]");
    const at = text.selectionStart;
    const parted = /\n\s*\n/.test(text.value) ? text.value : `${text.value.slice(0, at)}\n\n${text.value.slice(at)}`;
    form.querySelector("[name=text]").value = parted;
    if (!/\S[\s\S]*\n\s*\n[\s\S]*\S/.test(parted)) { e.preventDefault(); text.focus(); }
  }, true);
  document.addEventListener("click", (e) => {
    const drop = e.target.closest("[data-drop-draft]");
    if (drop) localStorage.removeItem(`draft:${drop.dataset.dropDraft}`);
  });

  // htmx: the version goes on with each answer; a refusal with a body is shown, not swallowed.
  document.body.addEventListener("htmx:configRequest", (e) => {
    const { parameters, elt } = e.detail;
    if (elt.matches("[data-typeahead]")) { Object.keys(parameters).forEach((n) => delete parameters[n]); parameters.q = elt.value; }
    if (elt.id === "presence") { parameters.tab = tab; parameters.version = version; }
  });
  document.body.addEventListener("htmx:beforeSwap", (e) => { if (e.detail.xhr.status === 409) { e.detail.shouldSwap = true; e.detail.isError = false; } });
  document.body.addEventListener("congvan", (e) => {
    version = String(e.detail.version);
    document.querySelectorAll(".version").forEach((el) => { el.value = version; });
    const left = document.getElementById("left");
    if (left) left.textContent = e.detail.doubts ? left.dataset.some.replace("#", e.detail.doubts) : left.dataset.none;
    ready(document);
    const card = chosen();
    if (card) choose(card.classList.contains("doubtful") ? card : nextDoubt(card) || card);
  });
  document.body.addEventListener("htmx:beforeRequest", (e) => { const form = e.detail.elt.closest("form[data-draft]"); if (form) form.dataset.sent = values(form); });
  document.body.addEventListener("htmx:afterRequest", (e) => {
    const form = e.detail.elt.closest?.("form[data-draft]");
    if (form && e.detail.elt === form && e.detail.successful) localStorage.removeItem(place(form));
  });
  ready(document);
  const wanted = location.hash.startsWith("#g-") && document.getElementById(location.hash.slice(1));
  choose(wanted || doubtful()[0] || null, { focus: Boolean(wanted || doubtful()[0]) });
})();
