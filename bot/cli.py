"""The command line, put together; every command says how to use it with ``--help``."""

import logging
import os
import sys

import structlog
import typer

from bot import (
    cli_deadlines,
    cli_demo,
    cli_draw,
    cli_export,
    cli_form,
    cli_import,
    cli_operate,
    cli_people,
    cli_profile,
    cli_publish,
    cli_report,
    cli_sending,
)
from bot.redaction import Redacting, redact_line

app = typer.Typer(no_args_is_help=True, pretty_exceptions_enable=False, add_completion=False)
PARTS = (
    cli_operate,
    cli_demo,
    cli_import,
    cli_export,
    cli_form,
    cli_people,
    cli_draw,
    cli_publish,
    cli_profile,
    cli_deadlines,
    cli_report,
    cli_sending,
)
for part in PARTS:
    part.register(app)


@app.command("recount")
def recount() -> None:
    """Recount a draw from its record: RECORD [--pool FILE]; uses the standard library only."""


@app.callback()
def quiet() -> None:
    """随查: the assistant of a 双随机、一公开 office. Settings: environment, prefix SUICHA_."""
    level = os.environ.get("SUICHA_LOG", "WARNING")
    to_error = logging.StreamHandler()
    to_error.setFormatter(Redacting("%(levelname)s %(name)s: %(message)s"))
    logging.basicConfig(level=level, handlers=[to_error])
    for chatty in ("httpx", "httpcore", "aiohttp.access", "apscheduler", "aiogram.event"):
        logging.getLogger(chatty).setLevel(logging.WARNING)
    # What the limiter gives up on, the courier writes on the letter and tries again.
    logging.getLogger("telegram.ext.AIORateLimiter").setLevel(logging.CRITICAL)
    structlog.configure(
        wrapper_class=structlog.make_filtering_bound_logger(logging.getLevelNamesMapping()[level]),
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso"),
            structlog.processors.format_exc_info,
            structlog.processors.JSONRenderer(ensure_ascii=False),
            redact_line,
        ],
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
    )
