"""Updates that were nearly right: fields gone, of another type, endless, or of signs that are none."""

import json
from collections.abc import Callable
from random import Random
from typing import Any

Json = dict[str, Any]
SENDER = {"id": 1000, "is_bot": False, "first_name": "某人"}
CHAT = {"id": 1000, "type": "private", "first_name": "某人"}
MESSAGE = {"message_id": 7, "date": 1_775_000_000, "from": SENDER, "chat": CHAT, "text": "/tasks"}
PRESS = {"id": "1", "from": SENDER, "chat_instance": "1", "message": MESSAGE, "data": "task:x"}
GOOD: tuple[Json, ...] = (
    {"message": MESSAGE},
    {"message": MESSAGE | {"text": "我的任务"}},
    {"edited_message": MESSAGE},
    {"callback_query": PRESS},
    {
        "message": {k: v for k, v in MESSAGE.items() if k != "text"}
        | {"location": {"latitude": 1.0, "longitude": 2.0}}
    },
    {
        "message": {k: v for k, v in MESSAGE.items() if k != "text"}
        | {"contact": {"phone_number": "1", "first_name": "x"}}
    },
    {"my_chat_member": {"chat": CHAT, "from": SENDER, "date": 1_775_000_000}},
)
ODD: tuple[Any, ...] = (
    None,
    True,
    -1,
    2**63,
    2**200,
    1e308,
    "",
    "\x00",
    "\ud800",
    "\udfff\ud800",
    "\u202e\u200b",
    "字" * 65_536,
    [],
    {},
    [[[[]]]],
    {"id": {"id": {}}},
    "<b>&{{ 7*7 }}",
)


def mutated(random: Random) -> Json:
    """A good update with some things gone wrong; its id is the inbox's business."""
    update: Json = json.loads(json.dumps(random.choice(GOOD)))
    for _ in range(random.randint(1, 4)):
        random.choice(CHANGES)(random, update)
    return update


def _place(random: Random, found: Any) -> tuple[Any, Any]:
    """A container somewhere in the update and one of its keys."""
    key = random.choice(list(found))
    inner = found[key]
    return (
        _place(random, inner) if isinstance(inner, dict) and inner and random.random() < 0.7 else (found, key)
    )


def _odd(random: Random, update: Json) -> None:
    if update:
        where, key = _place(random, update)
        where[key] = random.choice(ODD)


def _gone(random: Random, update: Json) -> None:
    if update:
        where, key = _place(random, update)
        del where[key]


def _unknown(random: Random, update: Json) -> None:
    update[random.choice(("poll_of_tomorrow", "\ud800", "business_message", "message"))] = random.choice(ODD)


CHANGES: tuple[Callable[[Random, Json], None], ...] = (_odd, _odd, _odd, _gone, _unknown)
