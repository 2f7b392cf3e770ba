"""Which template a form is written with: taking one up and giving it up are acts of the office."""

from hashlib import sha256

from services import journal
from services.work import Work


async def adopt(work: Work, kind: str, content: bytes) -> None:
    """The office's own template, by its digest."""
    work.require("form.template")
    await journal.record(work, "form.template", f"form:{kind}", sha256=sha256(content).hexdigest())


async def give_up(work: Work, kind: str) -> None:
    """Back to the shipped one."""
    work.require("form.template")
    await journal.record(work, "form.template", f"form:{kind}", sha256="")
