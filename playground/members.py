"""Who is in a chat as what, and the updates that tell bots when that changes."""

from __future__ import annotations

from playground.state import Bot, Chat, Json, User
from playground.world import World

RIGHTS = (
    "can_manage_chat",
    "can_delete_messages",
    "can_manage_video_chats",
    "can_restrict_members",
    "can_change_info",
    "can_invite_users",
    "can_post_stories",
    "can_edit_stories",
    "can_delete_stories",
    "can_send_welcome_messages",
    "can_pin_messages",
    "can_manage_topics",
)
NOT_RIGHTS = ("is_anonymous", "can_be_edited", "can_promote_members")


def member_json(chat: Chat, user: User) -> Json:
    """A ChatMember: status and, for administrators, what they may do."""
    status = chat.members.get(user.id, "left")
    member: Json = {"user": user.to_json(), "status": status}
    if status == "administrator":
        return member | dict.fromkeys(RIGHTS, True) | dict.fromkeys(NOT_RIGHTS, False)
    if status == "creator":
        return member | {"is_anonymous": False}
    return member | ({"until_date": 0} if status == "kicked" else {})


def change_status(world: World, chat: Chat, actor: User, subject: User, status: str) -> None:
    """Set a member's status; the bot concerned gets my_chat_member, administrator bots chat_member."""
    before = member_json(chat, subject)
    chat.members[subject.id] = status
    after = member_json(chat, subject)
    if before["status"] == status:
        return
    change = {
        "chat": chat.to_json(),
        "from": actor.to_json(),
        "date": int(world.now()),
        "old_chat_member": before,
        "new_chat_member": after,
    }
    if isinstance(subject, Bot):
        subject.queue.put("my_chat_member", change, world.now())
    for bot in world.bots.values():
        if bot is not subject and chat.members.get(bot.id) == "administrator":
            bot.queue.put("chat_member", change, world.now())
    world.publish({"type": "members", "chat": chat.key})
