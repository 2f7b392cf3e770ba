"""考核指标 as the guards show them."""

from datetime import date
from fractions import Fraction
from typing import Any

from domain.forecast import Forecast, Outlook
from domain.scorecard import TOPICS, Indicator, Row, Scorecard
from services.year.scorecards import Detail

ON = date(2026, 9, 1)
ROW = Row(
    what="虚构县甲乙食品经营有限公司",
    number="XZ-2026-0001-003",
    units=("虚构县市场监督管理局", "虚构县应急管理局"),
    have=1,
    of=2,
)
CLAUSE = "三（三）：抽查结果公示率100%"
SHORT = tuple(
    Indicator(key=key, rows=(ROW,) * 30, at_least=Fraction(1), clause=CLAUSE)
    for keys in TOPICS.values()
    for key in keys
)
EMPTY = tuple(Indicator(key=one.key, rows=(), at_least=Fraction(4, 5), hard=False) for one in SHORT)
CARD = Scorecard(place="虚构县", on=ON, indicators=SHORT)
UNIT_CARD = Scorecard(place="虚构县", on=ON, indicators=EMPTY, unit="虚构县市场监督管理局")
LATE = Forecast(
    key="publication_rate",
    outlook=Outlook.ON,
    by=date(2026, 11, 1),
    lacking=8,
    pace=3,
    days=28,
    on=date(2026, 11, 15),
)

UNTOLD = (Outlook.STALLED, Outlook.UNKNOWN, Outlook.REACHED)


def _shown(one: Indicator, forecast: Forecast) -> dict[str, Any]:
    return {"d": Detail(CARD, one, forecast), "rows": one.missing[:12], "at": 12}


PAGES: dict[str, tuple[dict[str, Any], ...]] = {
    "indicators": (
        {"card": CARD},
        {"card": UNIT_CARD},
        {"card": Scorecard(place="虚构县", on=ON, indicators=())},
    ),
    "indicator": (
        _shown(SHORT[0], LATE),
        *(_shown(SHORT[0], Forecast(key="x", outlook=one, by=ON, days=28)) for one in UNTOLD),
        *({"d": Detail(UNIT_CARD, one, LATE), "rows": (), "at": 0} for one in EMPTY),
    ),
}
