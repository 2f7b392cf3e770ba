"""What a photo says of itself, and its copy for the file: stamped with hour and visit, without EXIF."""

import io
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from PIL import ExifTags, Image, ImageDraw, ImageFont, ImageOps

FONT = Path(__file__).parent.parent / "fonts" / "NotoSansSC.otf"
SHANGHAI = ZoneInfo("Asia/Shanghai")
LONGEST_SIDE = 1600
BAND = 28  # one 28th of the width is the height of the writing
UNREADABLE = (OSError, ValueError, SyntaxError, Image.DecompressionBombError)


@dataclass(frozen=True)
class Taken:
    """The camera's own word: when and where. Cameras are wrong and can be made to lie."""

    at: datetime | None = None
    latitude: float | None = None
    longitude: float | None = None


def taken(original: bytes) -> Taken:
    """What the picture says; nothing of one that cannot be read."""
    try:
        with Image.open(io.BytesIO(original)) as picture:
            exif = picture.getexif()
            times, places = exif.get_ifd(ExifTags.IFD.Exif), exif.get_ifd(ExifTags.IFD.GPSInfo)
            return Taken(_hour(times), _degrees(places, 1), _degrees(places, 3))
    except UNREADABLE:
        return Taken()


def _hour(times: dict[int, object]) -> datetime | None:
    written = times.get(ExifTags.Base.DateTimeOriginal)
    try:
        return datetime.strptime(str(written), "%Y:%m:%d %H:%M:%S").replace(tzinfo=SHANGHAI)
    except ValueError:
        return None


def _degrees(places: dict[int, object], reference: int) -> float | None:
    """Latitude (tags 1, 2) or longitude (3, 4) in degrees, south and west negative."""
    parts = places.get(reference + 1)
    if not isinstance(parts, tuple) or len(parts) != 3:
        return None
    try:
        found: float = sum(float(part) / float(60**n) for n, part in enumerate(parts))
    except (TypeError, ZeroDivisionError):
        return None
    return -found if places.get(reference) in {"S", "W"} else found


def stamped(original: bytes, line: str) -> bytes | None:
    """A JPEG copy, upright and not too large, with the line under the picture; None of what is no picture."""
    try:
        with Image.open(io.BytesIO(original)) as opened:
            picture = ImageOps.exif_transpose(opened).convert("RGB")
            picture.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
    except UNREADABLE:
        return None
    return _with_line(picture, line)


def _with_line(picture: Image.Image, line: str) -> bytes:
    size = max(12, picture.width // BAND)
    font = ImageFont.truetype(str(FONT), size)
    copy = Image.new("RGB", (picture.width, picture.height + 2 * size), "#1b2430")
    copy.paste(picture)
    ImageDraw.Draw(copy).text((size // 2, picture.height + size // 3), line, font=font, fill="white")
    written = io.BytesIO()
    copy.save(written, "JPEG", quality=85)
    return written.getvalue()
