"""Cut ``fonts/NotoSansSC.otf`` from the complete Noto Sans CJK: ``python scripts/make_font.py [SOURCE.ttc]``.

The result has no layout features and fewer than 32,768 glyphs: Typst drew boxes for glyph numbers above that
when the subset kept its features and had only a format 4 character map.
"""

import sys
from pathlib import Path

from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTCollection, TTFont
from fontTools.ttLib.tables._c_m_a_p import CmapSubtable

SOURCE = Path("/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc")
TARGET = Path(__file__).parent.parent / "fonts" / "NotoSansSC.otf"
FACE, FAMILY = "Noto Sans CJK SC", "Noto Sans SC"
MOST_GLYPHS = 32_768
FAMILY_NAMES = {1: FAMILY, 4: FAMILY, 6: "NotoSansSC-Regular", 16: FAMILY}
KEPT_NAMES = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 11, 13, 14]


def gbk() -> set[int]:
    """Every character of GBK, private-use ones left out."""
    pairs = (bytes((high, low)) for high in range(0x81, 0xFF) for low in range(0x40, 0xFF))
    found = {char for pair in pairs for char in pair.decode("gbk", "ignore")}
    return {ord(char) for char in found if not 0xE000 <= ord(char) <= 0xF8FF}


def wanted() -> set[int]:
    """GBK, Latin-1, punctuation, arrows, signs, shapes and ticks, CJK punctuation, full-width forms."""
    blocks = (
        range(0x20, 0x7F),
        range(0xA0, 0x100),
        range(0x2010, 0x2060),
        range(0x2190, 0x219A),
        range(0x2200, 0x2300),
        range(0x25A0, 0x2600),
        range(0x2700, 0x27C0),
        range(0x3000, 0x3040),
        range(0xFF00, 0xFFF0),
    )
    return gbk() | {code for block in blocks for code in block}


def face(path: Path) -> TTFont:
    """The simplified Chinese face of the collection."""
    return next(font for font in TTCollection(path).fonts if font["name"].getDebugName(1) == FACE)


def cut(font: TTFont) -> None:
    """Reduce the font in place."""
    options = Options(layout_features=[], hinting=False, notdef_outline=True, name_IDs=KEPT_NAMES)
    options.drop_tables += ["BASE", "GPOS", "GSUB", "GDEF", "VORG", "vhea", "vmtx", "DSIG"]
    subsetter = Subsetter(options)
    subsetter.populate(unicodes=wanted())
    subsetter.subset(font)


def map_in_32_bits(font: TTFont) -> None:
    """Give the font a format 12 character map for Windows and Unicode."""
    characters = font.getBestCmap()
    for platform, encoding in ((0, 4), (3, 10)):
        table = CmapSubtable.newSubtable(12)
        table.platformID, table.platEncID, table.language = platform, encoding, 0
        table.cmap = dict(characters)
        font["cmap"].tables = [
            t for t in font["cmap"].tables if (t.platformID, t.platEncID) != (platform, encoding)
        ]
        font["cmap"].tables.append(table)
    font["cmap"].tables.sort(key=lambda t: (t.platformID, t.platEncID))


def rename(font: TTFont) -> None:
    """A family name of its own, so that a complete Noto installed beside it is never mistaken for it."""
    for record in font["name"].names:
        if record.nameID in FAMILY_NAMES:
            record.string = FAMILY_NAMES[record.nameID]
    top = font["CFF "].cff
    top.fontNames = [FAMILY_NAMES[6]]
    top.topDictIndex[0].FamilyName, top.topDictIndex[0].FullName = FAMILY, FAMILY


def main() -> None:
    """Cut, check the size, write."""
    font = face(Path(sys.argv[1]) if len(sys.argv) > 1 else SOURCE)
    font.recalcTimestamp = False
    cut(font)
    map_in_32_bits(font)
    rename(font)
    count = len(font.getGlyphOrder())
    if count >= MOST_GLYPHS:
        sys.exit(f"{count} glyphs, at most {MOST_GLYPHS - 1} are safe")
    font.save(TARGET)
    print(f"{TARGET.name}: {count} glyphs, {TARGET.stat().st_size / 1e6:.1f} MB")


if __name__ == "__main__":
    main()
