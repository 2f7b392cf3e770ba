"""A headless Chromium spoken to over its own protocol, for what only a browser knows."""

import asyncio
import base64
import shutil
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import aiohttp

BROWSERS = ("chromium", "chromium-browser", "google-chrome")
FLAGS = (
    *("--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--hide-scrollbars"),
    *("--disable-background-networking", "--disable-component-update", "--disable-sync", "--mute-audio"),
    *("--disable-dev-shm-usage", "--remote-debugging-port=0"),
)
PHONE, DESK = 390, 1280


def found() -> str:
    """Where a browser is; empty when there is none."""
    return next((path for name in BROWSERS if (path := shutil.which(name))), "")


class Tab:
    """One page that opens addresses and answers questions."""

    def __init__(self, wire: aiohttp.ClientWebSocketResponse) -> None:
        """Speaks over ``wire``."""
        self._wire, self._count = wire, 0
        self.requested: list[str] = []

    async def asks(self, method: str, **params: Any) -> Mapping[str, Any]:
        """One command and its answer; what is requested meanwhile is noted."""
        self._count += 1
        await self._wire.send_json({"id": self._count, "method": method, "params": params})
        while True:
            heard = await self._wire.receive_json(timeout=60)
            self._note(heard)
            if heard.get("id") == self._count:
                assert "error" not in heard, heard
                result: Mapping[str, Any] = heard["result"]
                return result

    def _note(self, heard: Mapping[str, Any]) -> None:
        if heard.get("method") == "Network.requestWillBeSent":
            self.requested.append(heard["params"]["request"]["url"])

    async def opens(self, url: str, width: int = PHONE) -> None:
        """Load a page to its end at a width; ``requested`` begins anew."""
        self.requested.clear()
        await self.asks("Network.enable")
        await self.asks(
            "Emulation.setDeviceMetricsOverride",
            width=width,
            height=844 if width == PHONE else 800,
            deviceScaleFactor=1,
            mobile=width == PHONE,
        )
        await self.asks("Page.navigate", url=url)
        await self.until(f"document.readyState === 'complete' && location.href === {url!r}")

    async def says(self, expression: str) -> Any:
        """The value of an expression in the page."""
        answer = await self.asks(
            "Runtime.evaluate", expression=expression, returnByValue=True, awaitPromise=True
        )
        assert "exceptionDetails" not in answer, answer
        return answer["result"].get("value")

    async def until(self, expression: str) -> None:
        """Wait for it to become true."""
        async with asyncio.timeout(60):
            while not await self.says(expression):  # noqa: ASYNC110 - the page sends no event for it
                await asyncio.sleep(0.05)

    async def types(self, text: str) -> None:
        """Into what has the focus."""
        await self.asks("Input.insertText", text=text)

    async def presses(self, key: str, code: int) -> None:
        """A key, down and up."""
        for kind in ("rawKeyDown", "keyUp"):
            await self.asks(
                "Input.dispatchKeyEvent", type=kind, key=key, code=key, windowsVirtualKeyCode=code
            )

    async def picture(self) -> bytes:
        """The whole page as PNG."""
        shot = await self.asks("Page.captureScreenshot", captureBeyondViewport=True)
        return base64.b64decode(shot["data"])


@asynccontextmanager
async def browsing(folder: Path) -> AsyncIterator[Tab]:
    """A browser of its own with its profile in ``folder``; ended with its children."""
    process = await asyncio.create_subprocess_exec(
        found(),
        *FLAGS,
        f"--user-data-dir={folder}",
        "about:blank",
        stdout=asyncio.subprocess.DEVNULL,
        stderr=asyncio.subprocess.DEVNULL,
    )
    try:
        async with (
            aiohttp.ClientSession() as http,
            http.ws_connect(await _address(folder, http), max_msg_size=0) as wire,
        ):
            yield Tab(wire)
    finally:
        process.terminate()
        await process.wait()


async def _address(folder: Path, http: aiohttp.ClientSession) -> str:
    """The first page's own, once the browser has written its port."""
    told = folder / "DevToolsActivePort"
    async with asyncio.timeout(60):
        while not (told.is_file() and told.read_text().strip()):  # noqa: ASYNC110 - a file of another process
            await asyncio.sleep(0.1)
    port = told.read_text().split()[0]
    async with http.get(f"http://127.0.0.1:{port}/json/list") as answer:
        pages = await answer.json()
    address: str = next(page["webSocketDebuggerUrl"] for page in pages if page["type"] == "page")
    return address
