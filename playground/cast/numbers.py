"""Numbers as the registries give them, for a region that does not exist."""

from __future__ import annotations

ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
PREFIXES = {"企业": "91", "个体工商户": "92", "农民专业合作社": "93", "事业单位": "12"}


def credit_code(object_type: str, region: str, body: str) -> str:
    """统一社会信用代码: two digits by type, region, nine characters, check character (GB 32100-2015)."""
    start = f"{PREFIXES[object_type]}{region}{body}"
    total = sum(ALPHABET.index(letter) * pow(3, place, 31) for place, letter in enumerate(start))
    return start + ALPHABET[-total % 31]


def registration_number(region: str, serial: int) -> str:
    """15-digit 注册号 of before the unified code: region, eight digits, check digit (ISO 7064 MOD 11,10)."""
    start = f"{region}6{serial:07d}"
    product = 10
    for digit in start:
        product = ((product + int(digit)) % 10 or 10) * 2 % 11
    return f"{start}{(11 - product) % 10}"


def phone(serial: int) -> str:
    """A mobile number of the fictional range 199-0000-xxxx."""
    return f"1990000{serial:04d}"


def full_width(digits: str) -> str:
    """Digits as an input method in full-width mode leaves them."""
    return digits.translate({ord(str(digit)): ord("０") + digit for digit in range(10)})
