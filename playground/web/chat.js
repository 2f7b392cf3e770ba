// The page: personas on the left, their windows side by side, the clock on top.

import { act, listen, read } from "./api.js";
import { day, fullName, make, minute } from "./dom.js";
import { apply, chatsOf, loadMessages, loadState, refreshMessages, store } from "./store.js";
import { PersonaWindow } from "./window.js";

const byId = (id) => document.getElementById(id);
const windows = new Map();
const missed = new Map();
const MANY = 9;
const narrow = matchMedia("(max-width: 700px)");

async function openWindow(id, wanted) {
  const user = store.users.find((one) => one.id === id);
  if (!user || windows.has(id)) return;
  await Promise.all(chatsOf(user).map((chat) => loadMessages(chat.key)));
  const opened = new PersonaWindow(user, { onClose: () => closeWindow(id), onRead: drawPeople, wanted });
  windows.set(id, opened);
  missed.delete(id);
  byId("windows").append(opened.element);
  opened.draw();
  remember();
}

function closeWindow(id) {
  windows.get(id)?.element.remove();
  windows.delete(id);
  remember();
}

function remember() {
  const address = new URL(location);
  address.searchParams.set("as", [...windows.keys()].join(","));
  history.replaceState(null, "", address);
  byId("windows").classList.toggle("empty", windows.size === 0);
  byId("windows").dataset.count = windows.size;
  drawPeople();
}

let drawnPeople = "";

/** Draw the list again only when it changed, keeping the focus where it was. */
function drawPeople() {
  const wanted = byId("find").value.trim();
  const rows = store.users
    .filter((user) => windows.has(user.id) || `${fullName(user)} ${user.about} ${user.id}`.includes(wanted))
    .map((user) => [user, windows.has(user.id), windows.get(user.id)?.unread() ?? missed.get(user.id) ?? 0]);
  const signature = JSON.stringify(rows);
  if (signature === drawnPeople) return;
  drawnPeople = signature;
  const focused = document.activeElement?.dataset.person;
  byId("find").hidden = store.users.length < MANY;
  byId("people").replaceChildren(...rows.map((row) => personRow(...row)));
  if (focused) byId("people").querySelector(`[data-person="${focused}"]`)?.focus();
}

function personRow(user, opened, unread) {
  const button = make("button", { type: "button", "aria-pressed": String(opened), onclick: () => toggle(user.id), title: opened ? "此人的窗口已打开" : "打开此人的窗口" },
    make("span", { className: "initial", "aria-hidden": "true" }, user.first_name.slice(0, 1)),
    make("span", { className: "who" }, make("b", {}, fullName(user)), make("small", { title: user.about }, user.about || `编号 ${user.id}`)),
    unread ? make("span", { className: "unread", title: "未读消息" }, String(unread)) : null);
  button.dataset.person = user.id;
  return make("li", {}, button);
}

/** On a phone the windows lie behind each other, so a persona that is open comes to the front instead of closing. */
async function toggle(id) {
  const opened = windows.get(id);
  if (opened && !narrow.matches) return closeWindow(id);
  if (!opened) await openWindow(id);
  return windows.get(id).element.scrollIntoView({ inline: "start", block: "nearest" });
}

/** Count what reaches a persona whose window is closed. */
function countMissed({ type, chat, message }) {
  const id = store.chats.get(chat)?.id;
  if (type === "message" && message.from.is_bot && id > 0 && !windows.has(id)) missed.set(id, (missed.get(id) ?? 0) + 1);
}

function drawClock() {
  byId("clock-now").textContent = `${day(store.now)} ${minute(store.now)}`;
  for (const { button, moments } of jumps) button.disabled = !nextOf(moments);
}

/** The first of the host's moments that is still to come. */
function nextOf(moments) {
  return moments.find((moment) => moment > store.now);
}

function drawJumps(offered) {
  jumps = offered.map(({ label, title, moments }) => ({ button: make("button", { type: "button", title }, label), moments }));
  for (const { button, moments } of jumps) {
    button.addEventListener("click", () => moveClock({ to: new Date(nextOf(moments) * 1000).toISOString() }));
  }
  byId("clock-jumps").replaceChildren(...jumps.map(({ button }) => button));
  drawClock();
}

async function moveClock(fields) {
  store.now = (await act("clock", fields)).unix;
  drawClock();
}

function wireClock() {
  for (const button of document.querySelectorAll("[data-advance]")) {
    button.addEventListener("click", () => moveClock({ advance: Number(button.dataset.advance) }));
  }
  byId("clock-to").addEventListener("click", () => {
    const form = byId("clock-form");
    form.hidden = !form.hidden;
    byId("clock-to").setAttribute("aria-expanded", String(!form.hidden));
    if (form.hidden) return;
    byId("clock-date").value = new Date((store.now + 8 * 3600) * 1000).toISOString().slice(0, 16);
    byId("clock-date").focus();
  });
  byId("clock").addEventListener("submit", async (event) => {
    event.preventDefault();
    await moveClock({ to: `${byId("clock-date").value}:00+08:00` });
    byId("clock-to").click();
  });
  setInterval(async () => {
    store.now = (await read("clock")).unix;
    drawClock();
  }, 5000);
}

async function drawConfig() {
  const config = await read("config");
  store.places = config.places;
  if (config.title) {
    byId("title").textContent = config.title;
    document.title = config.title;
  }
  byId("hint-list").replaceChildren(...config.hints.map((hint) => make("li", {}, hint)));
  byId("hints").hidden = config.hints.length === 0;
  drawJumps(config.jumps);
  byId("hints-close").addEventListener("click", () => { byId("hints").hidden = true; });
  return config;
}

async function onEvent(event) {
  const reload = apply(event);
  if (reload) {
    await loadState();
    for (const { user } of windows.values()) await Promise.all(chatsOf(user).map((chat) => loadMessages(chat.key)));
    if (event.chat && store.messages.get(event.chat)?.size === 0) await refreshMessages(event.chat);
  }
  if (event.type === "clock") drawClock();
  countMissed(event);
  for (const opened of windows.values()) opened.onEvent(event);
  drawPeople();
}

let connected = true;
let jumps = [];

async function onConnection(open) {
  byId("offline").hidden = open;
  if (open && !connected) {
    await loadState();
    await Promise.all([...store.messages.keys()].map(refreshMessages));
    for (const opened of windows.values()) opened.draw();
  }
  connected = open;
}

async function start() {
  const config = await drawConfig();
  await loadState();
  drawClock();
  wireClock();
  byId("find").addEventListener("input", drawPeople);
  const query = new URLSearchParams(location.search);
  const wanted = query.get("as")?.split(",").filter(Boolean).map(Number) ?? config.opens_with;
  const chats = query.get("chat")?.split(",") ?? [];
  for (const [index, id] of wanted.entries()) await openWindow(id, chats[index] ?? chats[0]);
  remember();
  listen(onEvent, onConnection);
}

start();
