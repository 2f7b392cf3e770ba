"""What the windows of 不予公示 show."""

from dataclasses import replace
from datetime import date
from typing import Any

from domain.notices_publication import PublicationLine
from handlers.publication.withhold import Withholding
from services.publication.publishing import Candidate
from services.publication.withholdings import BASES
from services.second_person import Line
from tests.guards.shown import Typed

SUBJECT = "虚构县甲乙食品经营有限公司"
CLOCK = PublicationLine("XZ-2026-R0007", "", SUBJECT, date(2026, 5, 15), 9, None, "office")
LINE = Line("AAAAAAAA", "XZ-2026-0014-003-01-1", SUBJECT, BASES[1], Typed("某政发〔2026〕7号"), "approved")
CORRECTED = replace(LINE, corrected_by="XZ-2026-0014-003-01-2")
READY = Candidate(1, "XZ-2026-R0007", SUBJECT, "虚构县市场监督管理局", CLOCK, "")
TYPED: dict[str, Any] = {
    "grounds": BASES,
    "number": Typed("XZ-2026-R0007"),
    "ground": BASES[2],
    "document": Typed("某政发〔2026〕7号，涉及未办结案件"),
}
SAMPLES: dict[str | None, tuple[dict[str, Any], ...]] = {
    Withholding.current.state: (
        {"lines": [CORRECTED] * 12, "more": 3, "standing": [CORRECTED]},
        {"lines": [LINE], "more": -11, "standing": [LINE]},
        {"lines": [], "more": -12, "standing": []},
    ),
    Withholding.result.state: ({"results": [READY]}, {"results": []}),
    Withholding.ground.state: (TYPED,),
    Withholding.document.state: (TYPED,),
    Withholding.review.state: (TYPED,),
    Withholding.asked.state: (TYPED,),
    Withholding.reason.state: ({},),
    Withholding.ended.state: ({},),
}
