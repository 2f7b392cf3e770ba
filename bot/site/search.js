"use strict";
const form = document.getElementById("search"), input = document.getElementById("words");
const told = document.getElementById("told"), list = document.getElementById("found"), most = 50;
const said = form.dataset, files = new Map();

function read(name) {
  if (!files.has(name)) {
    files.set(name, fetch(`search/${name}.json?${said.version}`)
      .then(answer => answer.ok ? answer.json() : Promise.reject(answer.status))
      .catch(fault => { files.delete(name); throw fault; }));
  }
  return files.get(name);
}

const normal = text => text.normalize("NFKC").toLowerCase();

function pairs(word) {
  const signs = [...word];
  return signs.slice(1).map((sign, at) => signs[at] + sign);
}

async function numbers(pair) {
  const [one, other] = [...pair].map(sign => sign.codePointAt(0));
  const piece = await read(`pairs-${(one * 31 + other) % said.pieces}`);
  let number = 0;
  return (piece[pair] ?? []).map(gap => number += gap);
}

async function candidates(words) {
  const wanted = [...new Set(words.flatMap(pairs))].slice(0, 12);
  const lists = (await Promise.all(wanted.map(numbers))).sort((one, other) => one.length - other.length);
  return lists.map(found => new Set(found)).reduce((left, found) => left.filter(number => found.has(number)), lists[0]);
}

async function* matches(words) {
  for (const number of await candidates(words)) {
    const entry = (await read(`objects-${Math.floor(number / said.block)}`))[number % said.block];
    const text = normal(entry.slice(1, 4).join("\n"));
    if (words.every(word => text.includes(word))) yield entry;
  }
}

function card([page, name, registerNo, , count, inspected]) {
  const item = document.createElement("li"), link = document.createElement("a");
  const title = document.createElement("h2"), lines = document.createElement("p");
  link.href = `objects/${page}.html`;
  link.textContent = name;
  title.append(link);
  lines.className = "note";
  lines.textContent = [registerNo, said.results.replace("#", count), `${said.inspected} ${inspected}`].filter(Boolean).join(" · ");
  item.append(title, lines);
  return item;
}

async function search() {
  const asked = input.value, words = normal(asked).trim().split(/\s+/).filter(Boolean), cards = [];
  list.replaceChildren();
  told.textContent = "";
  if (!words.some(word => [...word].length > 1)) return;
  told.textContent = said.searching;
  try {
    for await (const entry of matches(words)) {
      if (asked !== input.value) return;
      if (cards.push(card(entry)) > most) break;
    }
    if (asked !== input.value) return;
    told.textContent = said[cards.length > most ? "many" : cards.length ? "found" : "none"].replace("#", cards.length);
    list.replaceChildren(...cards.slice(0, most));
  } catch { told.textContent = said.failed; }
}

form.hidden = false;
form.addEventListener("submit", event => event.preventDefault());
input.addEventListener("input", event => { if (!event.isComposing) search(); });
input.addEventListener("compositionend", search);
input.value = new URLSearchParams(location.search).get("q") ?? "";
search();
