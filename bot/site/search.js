"use strict";
const form = document.getElementById("search"), input = document.getElementById("words");
const told = document.getElementById("told"), list = document.getElementById("found"), most = 50;
let loading = null;

function load() {
  loading ??= fetch("results.json").then(answer => answer.ok ? answer.json() : Promise.reject(answer.status))
    .then(data => data.results.map(row => ({ row, text: Object.values(row).join("\n").toLowerCase() })));
  return loading;
}

function card({ row }) {
  const item = document.createElement("li"), link = document.createElement("a");
  const title = document.createElement("h3"), lines = document.createElement("p");
  link.href = `objects/${row.page}.html`;
  link.textContent = row.object_name;
  title.append(link);
  lines.textContent = [row.register_no, row.item_name, row.outcome, row.unit, row.inspected_on].filter(Boolean).join(" · ");
  item.append(title, lines);
  return item;
}

async function search() {
  const words = input.value.trim().toLowerCase().split(/\s+/).filter(Boolean);
  list.replaceChildren();
  if (words.join("").length < 2) { told.textContent = ""; return; }
  told.textContent = form.dataset.searching;
  try {
    const asked = input.value, hits = (await load()).filter(one => words.every(word => one.text.includes(word)));
    if (asked !== input.value) return;
    const key = hits.length > most ? "many" : hits.length ? "found" : "none";
    told.textContent = form.dataset[key].replace("#", hits.length);
    list.replaceChildren(...hits.slice(0, most).map(card));
  } catch { loading = null; told.textContent = form.dataset.failed; }
}

form.hidden = false;
form.addEventListener("submit", event => event.preventDefault());
input.addEventListener("input", search);
input.value = new URLSearchParams(location.search).get("q") ?? "";
search();
