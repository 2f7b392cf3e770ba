"""The closed vocabularies of a profile; ``locales/`` words every code."""

from typing import Literal

DrawMode = Literal["local", "external"]
Reminded = Literal["inspector", "liaison", "unit_head", "office"]
Indicator = Literal[
    "ordered_number",
    "key_share",
    "item_coverage",
    "joint_share",
    "random_share",
    "credit_use_joint",
    "credit_use_items",
    "staff_in_library",
    "inspection_completion",
    "entry_rate",
    "publication_rate",
    "plan_completion",
    "problem_handling",
]
FilingKind = Literal[
    "internal_plan",
    "plan_filing",
    "plan_publication",
    "half_year_report",
    "self_check_report",
    "year_end_report",
    "period_report",
    "summary_and_next_plan",
    "report_to_government",
    "working_rules",
    "item_list",
    "result_publication",
    "meeting",
    "milestone",
    "other",
]
FreeKind = Literal[
    "working_rules", "work_plan", "item_list", "progress", "problem", "good_practice", "scheme"
]
"""What a document asks a unit to send without naming a day."""
EVENTS = ("meeting",)
"""What a deadline may be counted from, besides another deadline of the place."""
ItemColumn = Literal["category", "object_type", "unit_name", "methods", "basis", "content"]
"""Columns of the item list beside the name, which every list has, and the class, which is never blank."""
CategoryCode = Literal[
    "no_problem",
    "problem_corrected",
    "problem_pending",
    "not_disclosed",
    "false_disclosure",
    "unreachable_at_address",
    "no_business",
    "closed",
    "refused",
    "deregistered",
    "licence_revoked",
    "registration_cancelled",
    "moved_away",
    "other",
]
WithholdingBasis = Literal["article_14", "article_15", "article_16", "other_law"]
"""《政府信息公开条例》第十四至十六条, or a law of its own that the document names."""
MeasureCode = Literal[
    "none_needed",
    "back_to_daily",
    "order_correction",
    "open_case",
    "transfer_department",
    "transfer_judicial",
    "transfer_discipline",
    "unlicensed",
    "educate",
    "waive_penalty",
    "other",
]
