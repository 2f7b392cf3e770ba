"""What people do in their chat windows."""

from __future__ import annotations

from collections.abc import Sequence

from playground.errors import PlayError
from playground.markup import trimmed, units, with_found
from playground.members import change_status
from playground.state import Bot, Chat, Json, Message, User
from playground.world import ANONYMOUS, World

TEXT_LIMIT = 4096
Place = Chat | User | int | str | None
"""Where something happens: a chat, a group's id, a bot (or nothing: the first bot) for a private chat."""


class People:
    """The person side. Every act returns at once; what the bot answers arrives later."""

    def __init__(self, world: World) -> None:
        self.world = world

    @property
    def bot(self) -> Bot:
        """The first bot that was added."""
        return next(iter(self.world.bots.values()))

    def person(self, who: User | int) -> User:
        user = who if isinstance(who, User) else self.world.users.get(int(who))
        if user is None:
            raise PlayError(f"nobody here has the id {who}")
        return user

    def chat(self, place: Place, user: User | None = None) -> Chat:
        """Find a chat; for a private one `place` may name its person, its bot, or be left out.

        :raises PlayError: there is no such chat.
        """
        if isinstance(place, Chat):
            return place
        if isinstance(place, Bot) and user:
            return self.world.private(place, user)
        if isinstance(place, User):
            return self.world.private(self.bot, place)
        if place is None and user:
            return self.world.private(self.bot, user)
        return self._chat_named(str(place))

    def _chat_named(self, name: str) -> Chat:
        if name in self.world.chats:
            return self.world.chats[name]
        bot_id, _, user_id = name.rpartition("_")
        bot = self.world.bot_by_id(int(bot_id)) if bot_id else self.bot
        user = self.world.users.get(int(user_id)) if user_id.isdigit() else None
        if bot is None or user is None:
            raise PlayError(f"there is no chat {name}")
        return self.world.private(bot, user)

    def _post(
        self,
        user: User | int,
        place: Place,
        content: Json,
        reply_to: Message | None = None,
        *,
        anonymous: bool = False,
    ) -> Message:
        person = self.person(user)
        chat = self.chat(place, person)
        if chat.is_private:
            self._open_private(chat, person, str(content.get("text", "")))
        elif chat.migrated_to is not None or chat.deleted or not chat.has(person):
            raise PlayError(f"{person.first_name} cannot write in {chat.title}")
        if anonymous:
            content = content | {"sender_chat": chat.to_json()}
        return self.world.post(chat, ANONYMOUS if anonymous else person, content, reply_to=reply_to)

    def _open_private(self, chat: Chat, person: User, text: str) -> None:
        if chat.user is not person or chat.bot is None:
            raise PlayError("this is somebody else's private chat")
        if chat.blocked and not text.startswith("/start"):
            raise PlayError(f"{person.first_name} has blocked the bot")
        if chat.blocked:
            self._unblock(chat, person, chat.bot)
        chat.started = True

    async def says(
        self,
        user: User | int,
        place: Place,
        text: str,
        *,
        reply_to: Message | None = None,
        anonymous: bool = False,
    ) -> Message:
        """Send a text; `anonymous` writes as an anonymous administrator of the group."""
        plain, entities = trimmed(text, [])
        if not plain:
            raise PlayError("an empty message cannot be sent")
        if units(plain) > TEXT_LIMIT:
            raise PlayError(f"a message has at most {TEXT_LIMIT} characters")
        found = with_found(plain, entities)
        content = {"text": plain} | ({"entities": found} if found else {})
        return self._post(user, place, content, reply_to, anonymous=anonymous)

    async def opens(self, user: User | int, start_parameter: str = "", *, bot: Bot | None = None) -> Message:
        """Follow a deep link, or press Start when the parameter is empty."""
        return await self.says(user, bot or self.bot, f"/start {start_parameter}".strip())

    async def sends_photo(
        self,
        user: User | int,
        place: Place,
        data: bytes,
        *,
        caption: str | None = None,
        media_group_id: str | None = None,
        reply_to: Message | None = None,
    ) -> Message:
        content: Json = {"photo": self.world.files.add_photo(data)} | _caption(caption)
        if media_group_id:
            content["media_group_id"] = media_group_id
        return self._post(user, place, content, reply_to)

    async def sends_album(
        self, user: User | int, place: Place, pictures: Sequence[bytes], *, caption: str | None = None
    ) -> list[Message]:
        """Several photos at once; every one arrives as its own message with one media_group_id."""
        if not 2 <= len(pictures) <= 10:
            raise PlayError("an album has 2 to 10 photos")
        group = str(13_000_000_000 + self.world.next_serial())
        captions = [caption] + [None] * (len(pictures) - 1)
        return [
            await self.sends_photo(user, place, data, caption=words, media_group_id=group)
            for data, words in zip(pictures, captions, strict=True)
        ]

    async def sends_document(
        self,
        user: User | int,
        place: Place,
        data: bytes,
        filename: str,
        *,
        caption: str | None = None,
        reply_to: Message | None = None,
    ) -> Message:
        content = {"document": self.world.files.add_document(data, filename)} | _caption(caption)
        return self._post(user, place, content, reply_to)

    async def shares_contact(
        self, user: User | int, place: Place = None, *, of: User | None = None
    ) -> Message:
        """Share one's own contact, or somebody else's with `of`.

        :raises PlayError: that person has no phone number here.
        """
        owner = of or self.person(user)
        if owner.phone is None:
            raise PlayError(f"{owner.first_name} has no phone number")
        contact = {"phone_number": owner.phone, "first_name": owner.first_name, "user_id": owner.id}
        return self._post(user, place, {"contact": contact})

    async def shares_location(
        self, user: User | int, place: Place, latitude: float, longitude: float
    ) -> Message:
        return self._post(user, place, {"location": {"latitude": latitude, "longitude": longitude}})

    async def sends(self, user: User | int, place: Place, content: Json) -> Message:
        """Send anything else, in the Bot API's own fields, such as `{"voice": {...}}`."""
        return self._post(user, place, content)

    async def forwards(self, user: User | int, message: Message, place: Place) -> Message:
        origin = {"type": "user", "sender_user": message.sender.to_json(), "date": message.date}
        content = {name: value for name, value in message.content.items() if name != "media_group_id"}
        return self._post(user, place, content | {"forward_origin": origin})

    async def edits(self, user: User | int, message: Message, text: str) -> Message:
        """Change one's own text or caption."""
        if message.sender is not self.person(user) or message.deleted:
            raise PlayError("only one's own messages can be edited")
        plain, entities = trimmed(text, [])
        found = with_found(plain, entities)
        names = ("text", "entities") if "text" in message.content else ("caption", "caption_entities")
        kept = {name: value for name, value in message.content.items() if name not in names}
        message.content = kept | {names[0]: plain} | ({names[1]: found} if found else {})
        self.world.edited(message)
        return message

    async def blocks(self, user: User | int, *, bot: Bot | None = None) -> None:
        person = self.person(user)
        chat = self.chat(bot, person)
        if not chat.blocked:
            chat.blocked = True
            change_status(self.world, chat, person, bot or self.bot, "kicked")

    async def unblocks(self, user: User | int, *, bot: Bot | None = None) -> None:
        person = self.person(user)
        chat = self.chat(bot, person)
        if chat.blocked:
            self._unblock(chat, person, bot or self.bot)

    def _unblock(self, chat: Chat, person: User, bot: Bot) -> None:
        chat.blocked = False
        change_status(self.world, chat, person, bot, "member")

    async def deactivates(self, user: User | int) -> None:
        """The person deletes the account."""
        self.person(user).deactivated = True


def _caption(caption: str | None) -> Json:
    if not caption:
        return {}
    found = with_found(caption, [])
    return {"caption": caption} | ({"caption_entities": found} if found else {})
