"""What a photo says of itself is read, and gone from the copy; no file makes it fail."""

import io
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from PIL import ExifTags, Image

from bot.pictures import Taken, stamped, taken

LINE = "XZ-2026-0014-003　接收时间 2026-04-08 10:00"


def photo(
    width: int = 400, height: int = 300, orientation: int = 1, written: str = "2026:04:08 09:58:30"
) -> bytes:
    """A picture with an hour and a place, red on the left."""
    picture = Image.new("RGB", (width, height), "white")
    picture.paste("red", (0, 0, width // 2, height))
    exif = Image.Exif()
    exif[ExifTags.Base.Orientation] = orientation
    exif.get_ifd(ExifTags.IFD.Exif)[ExifTags.Base.DateTimeOriginal] = written
    exif.get_ifd(ExifTags.IFD.GPSInfo).update({1: "N", 2: (38.0, 24.0, 36.0), 3: "W", 4: (112.0, 44.0, 0.0)})
    out = io.BytesIO()
    picture.save(out, "JPEG", exif=exif)
    return out.getvalue()


def test_the_cameras_hour_and_place_are_read() -> None:
    found = taken(photo())
    assert found.at == datetime(2026, 4, 8, 9, 58, 30, tzinfo=ZoneInfo("Asia/Shanghai"))
    assert found.latitude == pytest.approx(38.41)
    assert found.longitude == pytest.approx(-112.7333, abs=1e-4)


@pytest.mark.parametrize("written", ["", "0000:00:00 00:00:00", "昨天"])
def test_an_hour_that_is_none_is_left_out(written: str) -> None:
    assert taken(photo(written=written)).at is None


def test_the_copy_carries_the_line_and_nothing_of_the_camera() -> None:
    copy = stamped(photo(), LINE)
    assert copy is not None
    with Image.open(io.BytesIO(copy)) as picture:
        assert not dict(picture.getexif())
        assert picture.height > 300
        band = picture.crop((0, 302, 400, picture.height)).getcolors(1 << 20)
        assert band is not None
        assert len(band) > 10  # letters on the band, not an empty one


def test_a_copy_without_a_line_would_be_noticed() -> None:
    with_line, without = stamped(photo(), LINE), stamped(photo(), "")
    assert with_line != without


def test_the_copy_stands_upright_and_is_not_too_large() -> None:
    copy = stamped(photo(4000, 2000, orientation=6), LINE)
    assert copy is not None
    with Image.open(io.BytesIO(copy)) as picture:
        assert picture.width == 800
        assert 1600 < picture.height < 1700


@pytest.mark.parametrize("content", [b"", b"GIF89a", photo()[:200], bytes(5000)], ids=len)
def test_what_is_no_picture_is_neither_read_nor_copied(content: bytes) -> None:
    assert (taken(content), stamped(content, LINE)) == (Taken(), None)
