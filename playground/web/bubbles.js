// One message, or the photos of one album, as a bubble.

import { deepLink, rich } from "./entities.js";
import { fullName, make, minute, size } from "./dom.js";

const fileUrl = (id) => `/play/file/${encodeURIComponent(id)}`;

/** Albums become one item; every other message is an item of its own. */
export function items(messages) {
  const found = [];
  for (const message of messages) {
    const last = found.at(-1);
    if (last && message.media_group_id && last[0].media_group_id === message.media_group_id) last.push(message);
    else found.push([message]);
  }
  return found;
}

export function bubble(messages, me, acts) {
  const [message] = messages;
  const service = serviceWords(message);
  if (service) return make("li", { className: "service" }, service);
  const mine = message.from.id === me.id && !message.sender_chat;
  const captioned = messages.find((one) => one.caption) ?? message;
  const inline = message.reply_markup?.inline_keyboard;
  return make("li", { className: mine ? "item mine" : "item" },
    make("article", { className: "bubble", "aria-label": `${fullName(message.from)} ${minute(message.date)}` },
      mine || message.chat.type === "private" ? null : make("p", { className: "sender" }, fullName(message.from)),
      message.forward_origin ? make("p", { className: "forwarded" }, `转发自 ${fullName(message.forward_origin.sender_user)}`) : null,
      message.reply_to_message ? quoted(message.reply_to_message) : null,
      ...media(messages, acts),
      words(captioned, acts),
      make("footer", {}, make("span", { className: "tools" },
        make("button", { type: "button", title: "回复这条消息", onclick: () => acts.reply(message) }, "回复"),
        mine && message.text ? make("button", { type: "button", title: "编辑这条消息", onclick: () => acts.edit(message) }, "编辑") : null),
        message.edit_date ? "已编辑 " : null, make("time", {}, minute(message.date)))),
    inline ? keyboard(inline, message, acts) : null);
}

function words(message, acts) {
  const text = message.text ?? message.caption;
  return text ? make("div", { className: "words" }, rich(text, message.entities ?? message.caption_entities, acts)) : null;
}

function quoted(message) {
  const text = message.text ?? message.caption ?? kindOf(message);
  return make("blockquote", { className: "quoted" }, make("b", {}, fullName(message.from)), make("span", {}, text.slice(0, 80)));
}

export function kindOf(message) {
  if (message.photo) return "[照片]";
  if (message.document) return "[文件]";
  if (message.location) return "[位置]";
  return message.contact ? "[联系人]" : serviceWords(message) ?? "";
}

function media(messages, acts) {
  const [message] = messages;
  if (message.photo) return [make("div", { className: `photos n${Math.min(messages.length, 4)}` }, ...messages.map((one) => photo(one, acts)))];
  if (message.document) return messages.map((one) => file(one.document));
  if (message.location) return [place(message.location)];
  return message.contact ? [person(message.contact)] : [];
}

function photo(message, acts) {
  const picture = message.photo.at(-1);
  const label = message.caption ? `照片：${message.caption}` : "照片";
  return make("button", { type: "button", className: "photo", title: "放大照片", onclick: () => acts.view(fileUrl(picture.file_id), label) },
    make("img", { src: fileUrl(picture.file_id), alt: label, width: picture.width, height: picture.height, onload: acts.grown }));
}

function file(document) {
  return make("a", { className: "file", href: fileUrl(document.file_id), download: document.file_name, title: "下载文件" },
    make("span", { className: "file-kind", "aria-hidden": "true" }, (document.file_name.split(".").pop() ?? "").slice(0, 4).toUpperCase()),
    make("span", {}, make("b", {}, document.file_name), make("small", {}, size(document.file_size))));
}

function place({ latitude, longitude }) {
  return make("div", { className: "place" },
    make("span", { className: "map", "aria-hidden": "true" }, make("span", { className: "pin" })),
    make("span", {}, make("b", {}, "位置"), make("small", {}, `北纬 ${latitude.toFixed(5)}，东经 ${longitude.toFixed(5)}`)));
}

function person(contact) {
  return make("div", { className: "place" },
    make("span", { className: "initial", "aria-hidden": "true" }, contact.first_name.slice(0, 1)),
    make("span", {}, make("b", {}, [contact.first_name, contact.last_name].filter(Boolean).join(" ")), make("small", {}, contact.phone_number)));
}

function keyboard(rows, message, acts) {
  return make("div", { className: "inline", role: "group", "aria-label": "消息按钮" },
    ...rows.map((row) => make("div", { className: "keys" }, ...row.map((button) => key(button, message, acts)))));
}

function key(button, message, acts) {
  if (button.url && !(deepLink(button.url) && acts.knowsBot(deepLink(button.url).bot))) {
    return make("a", { className: "key", href: /^https?:/.test(button.url) ? button.url : null, target: "_blank", rel: "noopener noreferrer", title: button.url }, `${button.text} ↗`);
  }
  const press = (event) => acts.press(message, button, event.currentTarget);
  return make("button", { type: "button", className: "key", onclick: press }, button.text);
}

function serviceWords(message) {
  const who = fullName(message.from);
  const names = (users) => users.map(fullName).join("、");
  if (message.new_chat_members) {
    const self = message.new_chat_members.some((user) => user.id === message.from.id);
    return self ? `${who} 加入了群` : `${who} 邀请 ${names(message.new_chat_members)} 加入了群`;
  }
  if (message.left_chat_member) return message.left_chat_member.id === message.from.id ? `${who} 退出了群` : `${who} 将 ${fullName(message.left_chat_member)} 移出了群`;
  if (message.migrate_to_chat_id) return "本群已升级为超级群，请到新群继续";
  if (message.migrate_from_chat_id) return "本群由普通群升级而来";
  return message.pinned_message ? `${who} 置顶了一条消息` : null;
}
