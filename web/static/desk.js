// Keys that work on every page, and small conveniences. Pages work without this file.
"use strict";
(() => {
  const typing = (e) => e.target.closest("input, textarea, select, [contenteditable]");
  const items = () => [...document.querySelectorAll("[data-item]")].filter((el) => el.offsetParent !== null);
  let at = -1;

  const go = (step) => {
    const all = items();
    if (!all.length) return;
    at = Math.max(0, Math.min(all.length - 1, at + step));
    all.forEach((el, i) => el.classList.toggle("at", i === at));
    const first = all[at].querySelector("a, button") || all[at];
    first.focus({ preventScroll: true });
    all[at].scrollIntoView({ block: "nearest" });
  };

  const here = document.querySelector(".nav [aria-current]");
  const strip = here?.closest("nav");
  if (strip) strip.scrollLeft = here.offsetLeft - strip.clientWidth / 2; // on a phone the pages stand in a strip

  document.addEventListener("keydown", (e) => {
    if (e.ctrlKey || e.metaKey || e.altKey) return;
    if (e.key === "Escape" && typing(e)) { e.target.blur(); return; }
    if (typing(e) || document.querySelector("dialog[open]")) return;
    if (e.key === "/") { document.querySelector("[data-find]")?.focus(); e.preventDefault(); }
    else if (e.key === "?") { document.getElementById("keys")?.showModal(); e.preventDefault(); }
    else if (e.key === "j" && !document.body.dataset.ownKeys) go(1);
    else if (e.key === "n" && !document.body.dataset.ownKeys) document.querySelector("a[data-next]")?.click();
    else if (e.key === "k" && !document.body.dataset.ownKeys) go(-1);
  });

  document.addEventListener("click", (e) => {
    const opener = e.target.closest("[data-opens]");
    if (opener) { document.getElementById(opener.dataset.opens)?.showModal(); return; }
    if (e.target.closest("[data-closes]")) e.target.closest("dialog")?.close();
    const copy = e.target.closest("[data-copies]");
    if (copy) navigator.clipboard?.writeText(copy.dataset.copies);
  });

  // Filters act as soon as they are chosen; without script there is a button.
  document.addEventListener("change", (e) => {
    const form = e.target.closest("form[data-auto]");
    if (form && e.target.matches("select, input[type=checkbox], input[type=date]")) form.requestSubmit();
  });
  document.addEventListener("submit", (e) => {
    const form = e.target;
    if (form.method === "get") form.querySelectorAll("input, select").forEach((el) => { if (el.value === "") el.disabled = true; });
    if (form.dataset.confirm && !window.confirm(form.dataset.confirm)) e.preventDefault();
  });
  window.addEventListener("pageshow", () => document.querySelectorAll("form[method=get] :disabled").forEach((el) => { el.disabled = false; }));
})();
