// What the page knows: people, bots, chats and their messages.

import { read } from "./api.js";

export const store = { users: [], bots: [], chats: new Map(), messages: new Map(), now: 0, places: [] };

export async function loadState() {
  const state = await read("state");
  store.users = state.users;
  store.bots = state.bots;
  store.now = state.clock.unix;
  store.chats = new Map(state.chats.map((chat) => [chat.key, chat]));
}

/** The private chats with every bot, then the groups; a private chat need not exist yet. */
export function chatsOf(user) {
  const own = store.bots.map((bot) => store.chats.get(`${bot.id}_${user.id}`)
    ?? { key: `${bot.id}_${user.id}`, id: user.id, type: "private", bot: bot.id, started: false, blocked: false, pinned: 0 });
  const groups = [...store.chats.values()].filter((chat) => chat.type !== "private" && isMember(chat, user));
  return [...own, ...groups];
}

function isMember(chat, user) {
  return !["left", "kicked", undefined].includes(chat.members[user.id]);
}

export function chatTitle(chat) {
  return chat.title ?? store.bots.find((bot) => bot.id === chat.bot)?.first_name ?? "";
}

export async function loadMessages(key) {
  if (store.messages.has(key)) return;
  store.messages.set(key, new Map());
  await refreshMessages(key);
}

export async function refreshMessages(key) {
  const found = store.chats.has(key) ? await read(`messages?chat=${encodeURIComponent(key)}`) : [];
  store.messages.set(key, new Map(found.map((message) => [message.message_id, message])));
}

export function messagesOf(key) {
  return [...(store.messages.get(key)?.values() ?? [])];
}

/** Apply one event to what is known; true when a chat changed shape and the state must be read again. */
export function apply(event) {
  const known = store.messages.get(event.chat);
  if (event.type === "message" || event.type === "edited") {
    known?.set(event.message.message_id, event.message);
    const chat = store.chats.get(event.chat);
    if (chat && event.type === "message" && chat.type === "private") chat.started = true;
    return chat === undefined;
  }
  if (event.type === "deleted") known?.delete(event.message_id);
  if (event.type === "pinned" && store.chats.has(event.chat)) store.chats.get(event.chat).pinned = event.message_id;
  if (event.type === "clock") store.now = event.now;
  return event.type === "people" || event.type === "members";
}

/** The reply keyboard that stands below the input, the newest instruction of a bot deciding. */
export function replyKeyboard(key, user) {
  const all = messagesOf(key);
  for (let index = all.length - 1; index >= 0; index -= 1) {
    const { reply_markup: markup, reply_to_message: answered } = all[index];
    if (!markup || markup.inline_keyboard || (markup.selective && answered?.from.id !== user.id)) continue;
    if (!markup.keyboard) return null;
    const used = markup.one_time_keyboard && all.slice(index + 1).some((message) => message.from.id === user.id);
    return used ? null : { message: all[index], markup };
  }
  return null;
}
