// Telegram's entities as elements. Offsets count UTF-16 units, as JavaScript strings do.

import { make } from "./dom.js";

const TAGS = { bold: "b", italic: "i", underline: "u", strikethrough: "s", code: "code", blockquote: "blockquote", expandable_blockquote: "blockquote" };
const BLOCKS = new Set(["PRE", "BLOCKQUOTE"]);
const SAFE = /^(https?:|mailto:|tel:)/i;
const DEEP_LINK = /^(?:https?:\/\/)?t\.me\/(\w+)(?:\?(?:start|startgroup)=([\w-]+))?$/;

export function rich(text, entities, acts) {
  const fragment = document.createDocumentFragment();
  fill(fragment, text, 0, text.length, [...(entities ?? [])], acts);
  return fragment;
}

function fill(parent, text, start, end, entities, acts) {
  let at = start;
  while (entities.length) {
    const entity = entities.shift();
    const stop = Math.min(end, entity.offset + entity.length);
    if (entity.offset < at || stop <= at) continue;
    parent.append(text.slice(at, entity.offset));
    const inner = [];
    while (entities.length && entities[0].offset < stop) inner.push(entities.shift());
    const element = shaped(entity, text.slice(entity.offset, stop), acts);
    fill(element.tagName === "PRE" && element.firstChild ? element.firstChild : element, text, entity.offset, stop, inner, acts);
    parent.append(element);
    at = BLOCKS.has(element.tagName) && text[stop] === "\n" ? stop + 1 : stop;
  }
  parent.append(text.slice(at, end));
}

function shaped(entity, words, acts) {
  if (entity.type in TAGS) return make(TAGS[entity.type]);
  switch (entity.type) {
    case "pre": return make("pre", { tabIndex: 0 }, make("code"));
    case "spoiler": return spoiler();
    case "text_link": return link(entity.url, acts);
    case "url": return link(/^\w+:/.test(words) ? words : `https://${words}`, acts);
    case "email": return link(`mailto:${words}`, acts);
    case "bot_command": return make("button", { type: "button", className: "command", onclick: () => acts.say(words) });
    case "mention": case "text_mention": case "hashtag": return make("span", { className: "mention" });
    default: return make("span");
  }
}

function spoiler() {
  const reveal = (event) => {
    event.currentTarget.classList.add("shown");
    event.currentTarget.removeAttribute("aria-label");
  };
  return make("span", { className: "spoiler", role: "button", tabIndex: 0, "aria-label": "隐藏的文字，按下显示", onclick: reveal, onkeydown: (event) => event.key === "Enter" && reveal(event) });
}

export function deepLink(url) {
  const found = DEEP_LINK.exec(url);
  return found ? { bot: found[1], start: found[2] ?? "" } : null;
}

function link(url, acts) {
  const inside = deepLink(url);
  if (inside && acts.knowsBot(inside.bot)) {
    return make("a", { href: url, title: `打开 @${inside.bot}`, onclick: (event) => { event.preventDefault(); acts.open(inside); } });
  }
  return SAFE.test(url) ? make("a", { href: url, target: "_blank", rel: "noopener noreferrer", title: url }) : make("span", { title: url });
}
