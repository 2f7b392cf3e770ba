// One persona's window: chat tabs, the conversation, what can be said.

import { act } from "./api.js";
import { bubble, items, kindOf } from "./bubbles.js";
import { Composer } from "./composer.js";
import { day, fullName, make } from "./dom.js";
import { chatTitle, chatsOf, messagesOf, store } from "./store.js";

const ANSWER_SECONDS = 15;
const ACTIONS = { typing: "正在输入…", upload_photo: "正在发送照片…", upload_document: "正在发送文件…", find_location: "正在查找位置…" };

export class PersonaWindow {
  constructor(user, { onClose, onRead, wanted }) {
    this.user = user;
    this.onRead = onRead;
    this.read = new Map();
    this.nodes = new Map();
    this.waiting = new Map();
    this.active = this.pick(wanted);
    this.tabs = make("div", { className: "tabs", role: "tablist", "aria-label": `${fullName(user)}的会话` });
    this.pinned = make("p", { className: "pinned", hidden: true });
    this.log = make("ol", { className: "log", role: "log", "aria-live": "polite", "aria-label": "消息", tabIndex: 0 });
    this.latest = make("button", { type: "button", className: "latest", hidden: true, title: "跳到最新的消息", onclick: () => this.toBottom() }, "最新消息 ↓");
    this.toasts = make("p", { className: "toast", role: "status", hidden: true });
    this.action = make("p", { className: "action", role: "status" });
    this.composer = new Composer(this);
    this.element = make("section", { className: "window", "aria-label": `${fullName(user)}的窗口` },
      make("header", {},
        make("span", { className: "initial", "aria-hidden": "true" }, user.first_name.slice(0, 1)),
        make("span", { className: "who" }, make("h2", {}, fullName(user)), make("small", {}, user.about || user.phone || "")),
        this.blocker = make("button", { type: "button", className: "quiet", onclick: () => this.toggleBlock() }),
        make("button", { type: "button", className: "quiet", title: "关闭此窗口", onclick: onClose }, "关闭")),
      this.tabs, this.pinned, this.log, this.latest, this.toasts, this.action, this.composer.element);
    this.acts = {
      say: (text) => this.do("says", { text }),
      open: ({ bot, start }) => this.openLink(bot, start),
      knowsBot: (name) => store.bots.some((bot) => bot.username?.toLowerCase() === name.toLowerCase()),
      press: (message, button, element) => this.press(message, button, element),
      reply: (message) => this.composer.replyTo(message),
      edit: (message) => this.composer.edit(message),
      view: showPhoto,
      grown: () => this.stick && this.toBottom(),
    };
    this.stick = true;
    this.log.addEventListener("scroll", () => this.onScroll());
    new ResizeObserver(() => this.stick && this.toBottom()).observe(this.log);
  }

  pick(wanted) {
    const chats = chatsOf(this.user);
    return (chats.find((chat) => wanted && (chat.key === wanted || (chat.id < 0 && String(chat.id) === wanted))) ?? chats[0])?.key;
  }

  get chat() {
    return chatsOf(this.user).find((chat) => chat.key === this.active);
  }

  /** Act as this persona in the open chat; what goes wrong is shown here. */
  async do(name, fields = {}) {
    this.stick = this.stick || name !== "presses";
    try {
      return await act(name, { user: this.user.id, chat: this.active, ...fields });
    } catch (error) {
      this.toast(`未能完成：${error.message}`);
      return null;
    }
  }

  async openLink(bot, start) {
    const done = await this.do("opens", { bot, start });
    if (done) this.show(done.chat);
  }

  async press(message, button, element) {
    if (button.url) {
      const link = new URL(button.url);
      return this.openLink(link.pathname.slice(1), link.searchParams.get("start") ?? "");
    }
    element.setAttribute("aria-busy", "true");
    const done = await this.do("presses", { message_id: message.message_id, button: button.callback_data ?? button.text });
    if (done?.query) this.waiting.set(done.query, element);
    setTimeout(() => element.removeAttribute("aria-busy"), done?.query ? ANSWER_SECONDS * 1000 : 0);
    return done;
  }

  toggleBlock() {
    return this.do(this.chat.blocked ? "unblocks" : "blocks").then(() => {
      this.chat.blocked = !this.chat.blocked;
      this.draw();
    });
  }

  show(key) {
    this.active = key;
    this.stick = true;
    this.nodes.clear();
    this.draw();
    this.onRead();
  }

  unread(key) {
    if (key === undefined) return chatsOf(this.user).reduce((sum, chat) => sum + this.unread(chat.key), 0);
    const seen = this.read.get(key) ?? 0;
    return messagesOf(key).filter((message) => message.message_id > seen && message.from.id !== this.user.id).length;
  }

  draw() {
    const messages = messagesOf(this.active);
    this.read.set(this.active, messages.at(-1)?.message_id ?? 0);
    this.drawTabs();
    this.drawPinned();
    this.drawLog(messages);
    const own = this.chat?.type === "private";
    this.blocker.hidden = !own || !this.chat.started;
    this.blocker.textContent = this.chat?.blocked ? "解除屏蔽" : "屏蔽";
    this.blocker.title = this.chat?.blocked ? "重新接收机器人的消息" : "不再接收机器人的消息";
    this.composer.draw();
    if (this.stick) this.toBottom();
  }

  drawTabs() {
    const focused = this.tabs.contains(document.activeElement);
    this.tabs.replaceChildren(...chatsOf(this.user).map((chat) => {
      const unread = chat.key === this.active ? 0 : this.unread(chat.key);
      return make("button", { type: "button", role: "tab", "aria-selected": String(chat.key === this.active), title: chatTitle(chat), onclick: () => this.show(chat.key) },
        make("span", {}, chatTitle(chat)), unread ? make("span", { className: "unread", title: "未读消息" }, String(unread)) : null);
    }));
    if (focused) this.tabs.querySelector('[aria-selected="true"]')?.focus();
  }

  drawPinned() {
    const message = store.messages.get(this.active)?.get(this.chat?.pinned);
    this.pinned.hidden = !message;
    if (message) this.pinned.replaceChildren(make("b", {}, "置顶 "), (message.text ?? message.caption ?? kindOf(message)).slice(0, 90));
  }

  /** Keep the bubbles that did not change, so that focus and revealed words stay. */
  drawLog(messages) {
    const kept = new Map();
    let lastDay = "";
    for (const group of items(messages)) {
      const today = day(group[0].date);
      if (today !== lastDay) kept.set(`day ${today}`, this.nodes.get(`day ${today}`) ?? make("li", { className: "day" }, today));
      lastDay = today;
      const signature = JSON.stringify(group);
      const id = `${group[0].message_id} ${signature}`;
      kept.set(id, this.nodes.get(id) ?? bubble(group, this.user, this.acts));
    }
    const focused = this.log.contains(document.activeElement);
    this.nodes = kept;
    const wanted = [...kept.values()];
    for (const node of [...this.log.children]) if (!wanted.includes(node)) node.remove();
    wanted.forEach((node, index) => { if (this.log.children[index] !== node) this.log.insertBefore(node, this.log.children[index] ?? null); });
    if (focused && !this.log.contains(document.activeElement)) this.log.focus({ preventScroll: true });
  }

  toBottom() {
    this.stick = true;
    this.latest.hidden = true;
    this.shape = this.geometry();
    this.log.scrollTop = this.log.scrollHeight;
  }

  geometry() {
    return `${this.log.scrollHeight} ${this.log.clientHeight}`;
  }

  /** A person's scrolling decides whether new messages are followed; growth of the content does not. */
  onScroll() {
    if (this.stick && this.shape !== this.geometry()) return this.toBottom();
    this.stick = this.log.scrollHeight - this.log.scrollTop - this.log.clientHeight < 60;
    this.latest.hidden = this.stick;
    return null;
  }

  onEvent(event) {
    if (event.type === "answer" && event.user === this.user.id) this.answered(event);
    if (event.type === "action" && event.chat === this.active) this.acting(event);
    if (event.type === "commands") this.composer.forgetCommands();
    if (event.type === "message" && event.chat === this.active && event.message.from.is_bot) this.action.textContent = "";
    if (event.type !== "action" && event.type !== "clock") this.draw();
  }

  acting(event) {
    this.action.textContent = `${event.from.first_name} ${ACTIONS[event.action] ?? ACTIONS.typing}`;
    clearTimeout(this.actionTimer);
    this.actionTimer = setTimeout(() => { this.action.textContent = ""; }, 5000);
  }

  answered({ query, text, alert }) {
    this.waiting.get(query)?.removeAttribute("aria-busy");
    this.waiting.delete(query);
    if (text && alert) {
      document.getElementById("alert-text").textContent = text;
      document.getElementById("alert-to").textContent = `${fullName(this.user)}的窗口`;
      document.getElementById("alert").showModal();
    } else if (text) this.toast(text);
  }

  toast(text) {
    this.toasts.textContent = text;
    this.toasts.hidden = false;
    clearTimeout(this.toastTimer);
    this.toastTimer = setTimeout(() => { this.toasts.hidden = true; }, 4500);
  }
}

function showPhoto(url, label) {
  const viewer = document.getElementById("viewer");
  const picture = viewer.querySelector("img");
  picture.src = url;
  picture.alt = label;
  viewer.showModal();
}
