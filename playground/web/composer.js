// What a persona can say: text, commands, the reply keyboard, attachments.

import { read, upload } from "./api.js";
import { fullName, make } from "./dom.js";
import { samplePhotos } from "./sample.js";
import { messagesOf, replyKeyboard, store } from "./store.js";

export class Composer {
  constructor(owner) {
    this.owner = owner;
    this.target = null;
    this.commands = new Map();
    this.context = make("p", { className: "context", hidden: true });
    this.menu = make("ul", { className: "menu", role: "listbox", "aria-label": "命令", hidden: true });
    this.keys = make("div", { className: "reply-keys", role: "group", "aria-label": "快捷回复", hidden: true });
    this.input = make("textarea", { rows: 1, placeholder: "输入消息", "aria-label": `以${fullName(owner.user)}的身份输入消息`, onkeydown: (event) => this.onKey(event), oninput: () => this.onInput(), onpaste: (event) => this.onPaste(event) });
    this.start = make("button", { type: "button", className: "start primary", onclick: () => owner.do("opens", { start: "" }), hidden: true });
    this.form = make("form", { className: "composer", onsubmit: (event) => this.submit(event) },
      this.attach(),
      this.input,
      make("button", { type: "submit", className: "primary", title: "发送（回车）" }, "发送"));
    this.element = make("div", { className: "bottom" }, this.context, this.menu, this.start, this.form, this.keys);
  }

  attach() {
    const photos = this.picker("image/*", (files) => this.send("photos", files));
    const documents = this.picker(null, (files) => this.send("documents", files));
    const choose = (label, title, onclick) => make("button", { type: "button", role: "menuitem", title, onclick: () => { this.tray.open = false; onclick(); } }, label);
    this.tray = make("details", { className: "attach" },
      make("summary", { title: "添加照片、文件、位置或手机号" }, "附件"),
      make("div", { role: "menu", className: "tray" },
        choose("照片…", "选择一张或多张照片（最多十张）", () => photos.click()),
        choose("示例照片 1 张", "发送一张画出来的照片", async () => this.send("photos", await samplePhotos(1))),
        choose("示例照片 3 张", "发送三张画出来的照片，成为一组", async () => this.send("photos", await samplePhotos(3))),
        choose("文件…", "选择文件，原样发送", () => documents.click()),
        choose("位置…", "发送一个地点", () => this.sendPlace()),
        choose("我的手机号", "发送自己的联系方式", () => this.owner.do("contact"))),
      photos, documents);
    this.tray.addEventListener("keydown", (event) => { if (event.key === "Escape") this.tray.open = false; });
    document.addEventListener("click", (event) => { if (!this.tray.contains(event.target)) this.tray.open = false; });
    return this.tray;
  }

  picker(accept, onFiles) {
    const input = make("input", { type: "file", multiple: true, hidden: true, accept: accept ?? "" });
    input.addEventListener("change", () => { onFiles([...input.files].slice(0, 10)); input.value = ""; });
    return input;
  }

  async send(kind, files) {
    if (!files.length) return;
    const caption = this.input.value.trim();
    this.clear();
    try {
      await upload(kind, { user: this.owner.user.id, chat: this.owner.active, caption }, files);
    } catch (error) {
      this.owner.toast(`未能发送：${error.message}`);
    }
  }

  sendPlace() {
    const dialog = document.getElementById("place");
    const [latitude, longitude] = ["latitude", "longitude"].map((name) => dialog.querySelector(`[name=${name}]`));
    const fill = (place) => { latitude.value = place.latitude; longitude.value = place.longitude; };
    document.getElementById("place-presets").replaceChildren(...store.places.map((place) => make("button", { type: "button", onclick: () => fill(place) }, place.name)));
    if (store.places.length) fill(store.places[0]);
    dialog.returnValue = "";
    dialog.onclose = () => dialog.returnValue === "send" && this.owner.do("location", { latitude: Number(latitude.value), longitude: Number(longitude.value) });
    dialog.showModal();
  }

  async submit(event) {
    event.preventDefault();
    const text = this.input.value.trim();
    if (!text) return;
    const target = this.target;
    this.clear();
    if (target?.editing) await this.owner.do("edits", { message_id: target.message.message_id, text });
    else await this.owner.do("says", { text, reply_to: target?.message.message_id });
  }

  clear() {
    this.input.value = "";
    this.setTarget(null);
    this.onInput();
  }

  replyTo(message) {
    this.setTarget({ message, editing: false });
    this.input.focus();
  }

  edit(message) {
    this.setTarget({ message, editing: true });
    this.input.value = message.text;
    this.input.focus();
  }

  setTarget(target) {
    this.target = target;
    this.context.hidden = !target;
    if (!target) return;
    const words = target.editing ? "编辑消息" : `回复 ${fullName(target.message.from)}`;
    this.context.replaceChildren(make("span", {}, `${words}：${(target.message.text ?? target.message.caption ?? "").slice(0, 50)}`),
      make("button", { type: "button", title: "不回复、不编辑", onclick: () => this.clear() }, "取消"));
  }

  onKey(event) {
    if (event.key === "Escape") { this.menu.hidden = true; this.setTarget(null); }
    if (!this.menu.hidden && ["ArrowDown", "ArrowUp"].includes(event.key)) {
      event.preventDefault();
      (event.key === "ArrowDown" ? this.menu.querySelector("button") : [...this.menu.querySelectorAll("button")].at(-1))?.focus();
    }
    if (event.key === "Enter" && !event.shiftKey && !event.isComposing) {
      event.preventDefault();
      this.form.requestSubmit();
    }
  }

  onPaste(event) {
    const files = [...(event.clipboardData?.files ?? [])].filter((file) => file.type.startsWith("image/"));
    if (!files.length) return;
    event.preventDefault();
    this.send("photos", files);
  }

  async onInput() {
    this.input.style.height = "auto";
    this.input.style.height = `${Math.min(this.input.scrollHeight + 2, 140)}px`;
    const typed = this.input.value;
    if (!/^\/\w*$/.test(typed)) { this.menu.hidden = true; return; }
    const group = this.owner.chat?.type !== "private";
    const fitting = (await this.commandList()).filter((one) => `/${one.command}`.startsWith(typed));
    this.menu.hidden = fitting.length === 0 || this.input.value !== typed;
    this.menu.replaceChildren(...fitting.map((one) => {
      const text = group ? `/${one.command}@${one.bot}` : `/${one.command}`;
      const choose = () => { this.clear(); this.owner.do("says", { text }); this.input.focus(); };
      return make("li", { role: "presentation" }, make("button", { type: "button", role: "option", onclick: choose, onkeydown: (event) => this.moveInMenu(event) }, make("b", {}, `/${one.command}`), make("span", {}, one.description)));
    }));
  }

  moveInMenu(event) {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (event.key === "Escape") { this.menu.hidden = true; this.input.focus(); }
    if (!step) return;
    event.preventDefault();
    const all = [...this.menu.querySelectorAll("button")];
    (all[all.indexOf(event.currentTarget) + step] ?? this.input).focus();
  }

  forgetCommands() {
    this.commands.clear();
  }

  async commandList() {
    const key = this.owner.active;
    if (!this.commands.has(key)) this.commands.set(key, await read(`commands?chat=${encodeURIComponent(key)}&user=${this.owner.user.id}`));
    return this.commands.get(key);
  }

  draw() {
    const chat = this.owner.chat;
    const waiting = chat?.type === "private" && (!chat.started || chat.blocked);
    this.start.hidden = !waiting;
    this.start.textContent = chat?.blocked ? "解除屏蔽并重新开始" : "开始";
    this.form.hidden = waiting || chat?.gone;
    this.drawForcedReply();
    this.drawKeys(waiting);
  }

  drawKeys(waiting) {
    const found = waiting ? null : replyKeyboard(this.owner.active, this.owner.user);
    this.keys.hidden = !found;
    const forced = this.target?.message.reply_markup;
    this.input.placeholder = (found?.markup ?? forced)?.input_field_placeholder ?? "输入消息";
    this.keys.replaceChildren(...(found?.markup.keyboard ?? []).map((row) => make("div", { className: "keys" },
      ...row.map((button) => make("button", { type: "button", className: "key", onclick: () => this.useKey(found.message, button) }, button.text)))));
  }

  useKey(message, button) {
    if (button.request_location) this.sendPlace();
    else this.owner.do("presses", { message_id: message.message_id, button: button.text });
  }

  drawForcedReply() {
    const last = messagesOf(this.owner.active).at(-1);
    if (!last?.reply_markup?.force_reply || this.forced === last.message_id) return;
    this.forced = last.message_id;
    this.setTarget({ message: last, editing: false });
  }
}
