// The page and the record beside it: a value shows where it stands, a place shows what was read from it.
"use strict";
(() => {
  const side = document.querySelector(".page-side");
  if (!side) return;
  const placesOf = (pointer) => {
    let at = pointer;
    while (at) {
      const found = side.querySelectorAll(`[data-at~="${CSS.escape(at)}"]`);
      if (found.length) return [...found];
      at = at.slice(0, at.lastIndexOf("/"));
    }
    return [];
  };
  const off = () => document.querySelectorAll(".on").forEach((el) => el.classList.remove("on"));
  const show = (pointer, { scroll = true } = {}) => {
    off();
    const places = placesOf(pointer);
    places.forEach((el) => el.classList.add("on"));
    if (scroll && places.length) places[0].scrollIntoView({ block: "center", inline: "nearest" });
    document.querySelectorAll(`.record [data-pointer="${CSS.escape(pointer)}"]`).forEach((el) => el.classList.add("on"));
    return places.length;
  };
  const rowOf = (pointer) => {
    const named = document.querySelector(`.record [data-pointer="${CSS.escape(pointer)}"]`);
    return named || document.querySelector(`.record [data-pointer^="${CSS.escape(pointer)}/"]`) ||
      (pointer.includes("/") ? pointer.lastIndexOf("/") > 0 && rowOf(pointer.slice(0, pointer.lastIndexOf("/"))) : null);
  };
  const ask = (el) => {
    const pointer = el.dataset.at.split(" ")[0];
    const row = rowOf(pointer);
    show(row ? row.dataset.pointer : pointer, { scroll: false });
    if (row) { row.scrollIntoView({ block: "center" }); (row.matches("button") ? row : row.querySelector("button, a, input, textarea"))?.focus({ preventScroll: true }); }
  };
  document.addEventListener("click", (e) => {
    const place = e.target.closest("[data-at]");
    if (place && side.contains(place)) { ask(place); return; }
    const value = e.target.closest("[data-pointer]");
    if (value && !e.target.closest("a, input, textarea, select, .btn")) show(value.dataset.pointer);
  });
  document.addEventListener("focusin", (e) => {
    const field = e.target.closest(".edit [data-pointer]");
    if (field) show(field.dataset.pointer);
  });
  side.addEventListener("keydown", (e) => {
    if ((e.key === "Enter" || e.key === " ") && e.target.dataset.at) { ask(e.target); e.preventDefault(); }
  });
  window.congvanShow = show;
  const wanted = decodeURIComponent(location.hash.slice(1));
  if (wanted.startsWith("/")) show(wanted);
})();
