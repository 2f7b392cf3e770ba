"""When a chat may be written to: 1 a second each, 18 a minute for a group, 28 a second in all."""

from collections import defaultdict, deque
from collections.abc import Callable
from dataclasses import dataclass, field

OVERALL = (28, 1.0)
PRIVATE = (1, 1.0)
GROUP = (18, 60.0)


@dataclass
class Window:
    """A sliding window of the last sends."""

    limit: int
    seconds: float
    sends: deque[float] = field(default_factory=deque)

    def wait(self, now: float) -> float:
        """Seconds until one more send fits; 0 when it fits now."""
        while self.sends and self.sends[0] <= now - self.seconds:
            self.sends.popleft()
        return 0.0 if len(self.sends) < self.limit else self.sends[0] + self.seconds - now


class Pace:
    """Counts everything that is sent, letters and conversation replies alike."""

    def __init__(self, monotonic: Callable[[], float]) -> None:
        """``monotonic`` gives seconds that never run backwards."""
        self._now = monotonic
        self.tell: Callable[[int], None] = lambda _chat_id: None
        self._all = Window(*OVERALL)
        self._chats: dict[int, Window] = defaultdict(lambda: Window(*PRIVATE))
        self._groups: dict[int, Window] = defaultdict(lambda: Window(*GROUP))

    def _windows(self, chat_id: int) -> tuple[Window, ...]:
        group = (self._groups[chat_id],) if chat_id < 0 else ()
        return (self._all, self._chats[chat_id], *group)

    def full(self) -> bool:
        """Whether nothing at all may go now."""
        return self._all.wait(self._now()) > 0

    def writable(self, chat_id: int) -> bool:
        """Whether a letter to this chat may go now."""
        return all(window.wait(self._now()) <= 0 for window in self._windows(chat_id))

    def note(self, chat_id: int) -> None:
        """We sent something to this chat; whoever shares the limits is told."""
        self.heard(chat_id)
        self.tell(chat_id)

    def heard(self, chat_id: int) -> None:
        """Something was sent to this chat, by us or by another process."""
        for window in self._windows(chat_id):
            window.sends.append(self._now())
