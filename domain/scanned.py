"""Numbers of objects in whatever text a scanned code or a copied line holds."""

import re
import unicodedata

_LETTER = "[0-9A-HJ-NP-RTUW-Y]"
_CODE = re.compile(rf"(?<![0-9A-Z]){_LETTER}{{2}}\d{{6}}{_LETTER}{{10}}(?![0-9A-Z])")
_OLD_NUMBER = re.compile(r"(?<![0-9A-Z])\d{15}(?![0-9A-Z])")


def numbers_in(text: str) -> tuple[str, ...]:
    """Credit codes (18) and registration numbers (15) in a text, in its order, each once.

    The code on a business licence leads to a page whose address holds the number.
    """
    plain = unicodedata.normalize("NFKC", text).upper()
    found = [(match.start(), match[0]) for form in (_CODE, _OLD_NUMBER) for match in form.finditer(plain)]
    return tuple(dict.fromkeys(number for _, number in sorted(found)))
