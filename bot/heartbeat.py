"""A beat to somebody outside, who raises the alarm when it stays away: we cannot report our own death."""

import aiohttp
import structlog

log = structlog.get_logger()

PATIENCE = aiohttp.ClientTimeout(total=10)


async def beat_outside(url: str) -> None:
    """Ask for the page; without a URL nobody watches. That it failed is their alarm to raise."""
    if not url:
        return
    try:
        async with aiohttp.ClientSession(timeout=PATIENCE) as http, http.get(url) as answer:
            answer.raise_for_status()
    except (aiohttp.ClientError, TimeoutError) as error:
        log.warning("the watch outside was not reached", error=type(error).__name__)
