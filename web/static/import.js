// Drop files or folders: each is sent by itself, so that one that fails costs only itself; the list follows live.
"use strict";
(() => {
  const drop = document.getElementById("drop");
  const status = document.getElementById("sending");
  const bar = document.getElementById("sent");
  document.querySelectorAll("[data-script-only]").forEach((el) => { el.hidden = false; });
  document.querySelectorAll("[data-no-script]").forEach((el) => { el.hidden = true; });
  const most = Number(drop.dataset.most) * 1024 * 1024;
  let batch = drop.dataset.batch || [...crypto.getRandomValues(new Uint8Array(6))].map((b) => b.toString(16).padStart(2, "0")).join("");
  const queue = [];
  let all = 0, done = 0, busy = 0;
  const failed = [];

  const tell = () => {
    bar.hidden = done === all;
    bar.max = all || 1; bar.value = done;
    status.textContent = [all > done ? drop.dataset.sending.replace("#d", done).replace("#a", all) : "", ...failed.slice(-5)].filter(Boolean).join(" · ");
  };
  const send = async ({ file, name }) => {
    if (file.size > most) { failed.push(`${name}: ${drop.dataset.large}`); return; }
    const form = new FormData();
    form.append("batch", batch);
    form.append("files", file, name);
    try {
      const answer = await fetch("/import", { method: "POST", body: form, headers: { accept: "application/json" } });
      if (!answer.ok) failed.push(`${name}: ${answer.status === 413 ? drop.dataset.large : drop.dataset.failed}`);
    } catch { failed.push(`${name}: ${drop.dataset.failed}`); }
  };
  const pump = async () => {
    while (busy < 2 && queue.length) {
      busy += 1;
      const next = queue.shift();
      send(next).finally(() => { busy -= 1; done += 1; tell(); pump(); });
    }
  };
  const add = (files) => {
    const good = files.filter(({ name }) => !name.split("/").pop().startsWith(".") && !name.split("/").pop().startsWith("~$"));
    queue.push(...good); all += good.length; tell(); pump();
  };
  const walk = async (entry, path) => {
    if (entry.isFile) return [{ file: await new Promise((ok, no) => entry.file(ok, no)), name: path + entry.name }];
    const reader = entry.createReader();
    const found = [];
    for (;;) {
      const part = await new Promise((ok, no) => reader.readEntries(ok, no));
      if (!part.length) return found;
      for (const each of part) found.push(...await walk(each, `${path}${entry.name}/`));
    }
  };
  ["dragenter", "dragover"].forEach((name) => drop.addEventListener(name, (e) => { e.preventDefault(); drop.classList.add("over"); }));
  ["dragleave", "drop"].forEach((name) => drop.addEventListener(name, (e) => { e.preventDefault(); drop.classList.remove("over"); }));
  drop.addEventListener("drop", async (e) => {
    const entries = [...e.dataTransfer.items].map((item) => item.webkitGetAsEntry?.()).filter(Boolean);
    if (!entries.length) { add([...e.dataTransfer.files].map((file) => ({ file, name: file.name }))); return; }
    for (const entry of entries) add(await walk(entry, ""));
  });
  document.getElementById("files").addEventListener("change", (e) => { add([...e.target.files].map((file) => ({ file, name: file.name }))); e.target.value = ""; });
  document.getElementById("folder").addEventListener("change", (e) => { add([...e.target.files].map((file) => ({ file, name: file.webkitRelativePath || file.name }))); e.target.value = ""; });
  window.addEventListener("beforeunload", (e) => { if (done < all) e.preventDefault(); });

  const events = new EventSource("/import/events");
  let timer = null;
  events.addEventListener("changed", () => { if (!timer) timer = setTimeout(() => { timer = null; window.htmx?.trigger(document.body, "files-changed"); }, 250); });
  window.addEventListener("pagehide", () => events.close());
})();
