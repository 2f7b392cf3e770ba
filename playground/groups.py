"""What happens to groups: bots come and go, members are promoted, a group becomes a supergroup."""

from __future__ import annotations

from collections.abc import Iterable

from playground.buttons import Buttons
from playground.errors import PlayError
from playground.members import change_status
from playground.people import Place
from playground.state import Bot, Chat, User


class Groups(Buttons):
    def add_group(
        self,
        id: int,  # noqa: A002
        title: str,
        members: Iterable[User | int] = (),
        *,
        bots: Iterable[Bot] | None = None,
        kind: str = "supergroup",
    ) -> Chat:
        """A group of these people and bots (all bots when not said); the first person owns it.

        :raises PlayError: the id is not negative, or taken.
        """
        if id >= 0 or str(id) in self.world.chats:
            raise PlayError(f"{id} cannot be the id of a new group")
        people = [self.person(member) for member in members]
        statuses = {person.id: "member" if n else "creator" for n, person in enumerate(people)}
        chat = Chat(id=id, kind=kind, title=title, members=statuses)
        self.world.chats[chat.key] = chat
        for bot in self.world.bots.values() if bots is None else bots:
            self._add(chat, people[0] if people else bot, bot)
        self.world.publish({"type": "members", "chat": chat.key})
        return chat

    def _add(self, chat: Chat, actor: User, subject: User) -> None:
        change_status(self.world, chat, actor, subject, "member")
        self.world.post(chat, actor, {"new_chat_members": [subject.to_json()]})

    async def adds(self, actor: User | int, group: Place, subject: User | int) -> None:
        """Somebody brings a person or a bot into the group."""
        self._add(self.chat(group), self.person(actor), self._account(subject))

    async def removes(self, actor: User | int, group: Place, subject: User | int) -> None:
        """Somebody takes a person or a bot out of the group."""
        chat, person, leaving = self.chat(group), self.person(actor), self._account(subject)
        self.world.post(chat, person, {"left_chat_member": leaving.to_json()})
        change_status(self.world, chat, person, leaving, "kicked")

    async def promotes(self, group: Place, subject: User | int, *, by: User | int | None = None) -> None:
        """Make a member an administrator; an administrator bot sees everything that is said."""
        chat, member = self.chat(group), self._account(subject)
        change_status(self.world, chat, member if by is None else self.person(by), member, "administrator")

    async def deletes_group(self, group: Place) -> None:
        self.chat(group).deleted = True

    async def migrates(self, group: Place, new_id: int | None = None) -> Chat:
        """The group becomes a supergroup with a new id; writing to the old one fails from now on.

        :raises PlayError: it has done so already.
        """
        old = self.chat(group)
        if old.is_private or old.migrated_to is not None:
            raise PlayError("only a group can become a supergroup, and only once")
        new = Chat(
            id=new_id or -1_000_000_000_000 + old.id,
            kind="supergroup",
            title=old.title,
            members=dict(old.members),
        )
        self.world.chats[new.key] = new
        owner = next((self.world.account(i) for i, s in old.members.items() if s == "creator"), None)
        actor = owner or self.bot
        self.world.post(old, actor, {"migrate_to_chat_id": new.id})
        self.world.post(new, actor, {"migrate_from_chat_id": old.id})
        old.migrated_to = new.id
        self.world.publish({"type": "members", "chat": new.key})
        return new

    def _account(self, who: User | int) -> User:
        found = who if isinstance(who, User) else self.world.account(who)
        if found is None:
            raise PlayError(f"nobody here has the id {who}")
        return found
