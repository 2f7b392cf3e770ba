"""What the windows of 撤下公示 show."""

from typing import Any

from domain.public_trace import TAKEDOWN_REASONS
from handlers.publication.takedown import TakingDown
from services.second_person import Line
from tests.guards.shown import Typed

LINE = Line(
    "BBBBBBBB",
    "XZ-2026-0014-003-01-1",
    "虚构县甲乙食品经营有限公司",
    TAKEDOWN_REASONS[2],
    Typed("某政发〔2026〕7号"),
    "approved",
)
TYPED: dict[str, Any] = {
    "grounds": TAKEDOWN_REASONS,
    "number": Typed("XZ-2026-0014-003-01-1"),
    "ground": TAKEDOWN_REASONS[0],
    "document": Typed("某政发〔2026〕7号，登记的对象有误"),
}
SAMPLES: dict[str | None, tuple[dict[str, Any], ...]] = {
    TakingDown.current.state: ({"lines": [LINE] * 12, "more": 3}, {"lines": [], "more": -12}),
    TakingDown.result.state: ({},),
    TakingDown.ground.state: (TYPED,),
    TakingDown.document.state: (TYPED,),
    TakingDown.review.state: (TYPED,),
    TakingDown.asked.state: (TYPED,),
}
