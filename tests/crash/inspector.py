"""A person in the field: looks at the screen, presses what leads on, presses again when nothing happens."""

import re
from collections.abc import Callable, Coroutine, Sequence
from dataclasses import dataclass, field
from random import Random

from locales.texts import texts
from playground import Chat, Message, PlayError, Playground, User

PATIENCE = 1.5
SCREENS = ("填报检查结果", "请选择检查结果", "请直接发送文字", "请核对后提交", "已提交")
ITEMS, OUTCOME, REMARK, REVIEW, DONE = SCREENS
RECEIPT = "填报回执"
REMARKED = ("problem_corrected", "problem_pending")
ANSWERS = ("no_problem", *REMARKED)


def label(outcome: str) -> str:
    """A category as its button says it."""
    return texts().say(f"profile.category.{outcome}")


def picture(rng: Random) -> bytes:
    """Bytes that no other picture has."""
    return b"\xff\xd8" + rng.randbytes(64)


@dataclass
class Typed:
    """What a person gave for one visit: the oracle's truth."""

    visit: str
    answers: dict[str, tuple[str, str]] = field(default_factory=dict)
    photos: list[str] = field(default_factory=list)
    submitted: bool = False


@dataclass
class Inspector:
    """One person at their phone. ``pressed_again`` counts presses that nothing came of."""

    play: Playground
    user: User
    rng: Random
    pressed_again: int = 0
    reopened: int = 0
    reports: list[Typed] = field(default_factory=list)
    _card: Message = field(init=False)
    _visit: str = field(init=False)

    @property
    def chat(self) -> Chat:
        """Their chat with the bot."""
        return self.play.chat(self.user)

    def screen(self) -> Message | None:
        """The newest screen of a report."""
        for message in reversed(self.play.messages(self.user)):
            if message.from_bot and message.text.startswith(("填报检查结果", "请核对后提交", "已提交")):
                return message
            if message.from_bot and (OUTCOME in message.text or REMARK in message.text):
                return message
        return None

    def cards(self) -> list[Message]:
        """The visits this person was drawn for."""
        return [m for m in self.play.messages(self.user) if m.from_bot and "抽查任务通知" in m.text]

    def _view(self) -> tuple[int, str, tuple[str, ...]]:
        shown = self.screen()
        return (shown.id, shown.text, tuple(shown.buttons)) if shown else (0, "", ())

    async def _changed(self, before: tuple[int, str, tuple[str, ...]]) -> bool:
        try:
            await self.play.wait_for(lambda: self._view() != before, PATIENCE * self.rng.uniform(0.6, 1.4))
        except TimeoutError:
            return False
        return True

    async def _press(self, message: Message, button: str) -> None:
        """Press, and look whether anything happened; after two vain presses start again from the card."""
        found = next((one for one in message.buttons if one.startswith(button)), None)
        before = self._view()
        if found is not None:
            try:
                await self.play.presses(self.user, message, found)
            except PlayError:
                return
        if not await self._changed(before):
            self.pressed_again += 1
            if found is None or self.rng.random() < 0.5:
                await self._reopen()

    async def _reopen(self) -> None:
        """Start again from the card, or from the list of tasks when the card has lost its button."""
        before = self._view()
        entry = self._entry()
        if entry is None:
            await self.play.says(self.user, self.chat, "我的任务")
            await self._changed(before)
            return
        self.reopened += 1
        await self.play.presses(self.user, *entry)
        await self._changed(before)

    def _entry(self) -> tuple[Message, str] | None:
        for message in reversed(self.play.messages(self.user)):
            wanted = "填报结果" if self._visit in message.text.partition("\n")[0] else f"{self._visit} "
            for button in message.buttons:
                if button.startswith(wanted):
                    return message, button
        return None

    def __str__(self) -> str:
        """Where they stand, for whoever looks for the reason."""
        last = self.reports[-1] if self.reports else None
        toasts = [q.answer for q in self.play.world.queries.values() if q.user is self.user][-5:]
        shown = [(m.text[:80], m.buttons) for m in self.play.messages(self.user)[-6:]]
        return f"{self.user.first_name}: typed {last}, sees {self._view()}, after {shown}, toasts {toasts}"

    async def report(self, card: Message, items: Sequence[str]) -> Typed:
        """Work off one visit, from its card to the receipt."""
        found = re.search(r"抽查任务通知\s+(\S+)", card.text)
        assert found is not None
        self._card, self._visit = card, found[1]
        typed = Typed(self._visit)
        self.reports.append(typed)
        await self.play.presses(self.user, card, "填报结果")
        await self._until(lambda text: typed.visit in text, lambda _m: self._wait_or_reopen())
        for item in self.rng.sample(items, len(items)):
            for _ in range(self.rng.choice((1, 1, 2))):
                await self._answer(typed, item)
            if self.rng.random() < 0.8:
                await self._photograph(typed)
        await self._submit(typed)
        return typed

    async def _answer(self, typed: Typed, item: str) -> None:
        outcome = self.rng.choice(ANSWERS)
        remark = f"说明{self.rng.randrange(10**9)}" if outcome in REMARKED else ""
        typed.answers[item] = (outcome, remark)
        wanted = f"{item}：{label(outcome)}（{remark}）" if remark else f"{item}：{label(outcome)}\n"
        await self._until(
            lambda text: ITEMS in text and wanted in text, lambda m: self._towards(m, item, outcome, remark)
        )

    async def _towards(self, screen: Message, item: str, outcome: str, remark: str) -> None:
        text = screen.text
        if ITEMS in text:
            await self._press(screen, f"{item}：")
        elif OUTCOME in text and text.startswith(item):
            await self._press(screen, label(outcome))
        elif REMARK in text and text.startswith(item) and f"检查结果：{label(outcome)}" in text and remark:
            if remark in text:
                await self._press(screen, "完成，返回事项")
                return
            before = self._view()
            await self.play.says(self.user, self.chat, remark)
            if not await self._changed(before):
                await self._reopen()
        else:
            await self._press(screen, "改选结果" if REMARK in text else "返回")

    async def _until(
        self, reached: Callable[[str], bool], step: Callable[[Message], Coroutine[None, None, None]]
    ) -> None:
        while not reached(self._view()[1]):
            shown = self.screen()
            if shown is None:
                await self._reopen()
            else:
                await step(shown)

    async def _photograph(self, typed: Typed) -> None:
        """An album in one burst, sometimes with a single picture right behind it."""
        album = await self.play.sends_album(
            self.user, self.chat, [picture(self.rng) for _ in range(self.rng.randint(2, 8))]
        )
        if self.rng.random() < 0.3:
            album.append(await self.play.sends_photo(self.user, self.chat, picture(self.rng)))
        typed.photos += [message.content["photo"][-1]["file_unique_id"] for message in album]
        wanted = f"照片{len(typed.photos)}张"
        await self._until(lambda text: wanted in text, lambda _m: self._wait_or_reopen())

    async def _wait_or_reopen(self) -> None:
        if not await self._changed(self._view()):
            await self._reopen()

    async def _submit(self, typed: Typed) -> None:
        """Press until a receipt, the last screen or a refusal says that it is in."""
        while not self._is_known_in(typed):
            shown = self.screen()
            if shown is None or DONE in shown.text:
                await self._reopen()
            else:
                await self._press(
                    shown, {ITEMS: "核对并提交", REVIEW: "确认提交"}.get(self._kind(shown), "返回")
                )
        typed.submitted = True

    def _is_known_in(self, typed: Typed) -> bool:
        said = (message.text for message in self.play.messages(self.user) if message.from_bot)
        toasts = (q.answer or "" for q in self.play.world.queries.values() if q.user is self.user)
        return any(typed.visit in text and (RECEIPT in text or DONE in text) for text in (*said, *toasts))

    @staticmethod
    def _kind(shown: Message) -> str:
        return next(kind for kind in SCREENS if kind in shown.text)


async def work_off(
    person: Inspector, cards: Sequence[Message], items: Sequence[str], go_on: Callable[[], bool]
) -> None:
    """One report after the other, as long as there is reason to go on."""
    for card in cards:
        if go_on():
            await person.report(card, items)
