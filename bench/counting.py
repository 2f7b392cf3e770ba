"""What the counting bots say."""

NEXT = "下一个"


def counted(shown: object) -> str:
    """One more than what stands there."""
    return f"已答{int(''.join(filter(str.isdigit, str(shown))) or 0) + 1}项"
