"""The packaged fonts: Noto Sans for Latin, Cyrillic, Greek, Georgian, Armenian and Arabic script.

`script/assets` brings the files from the pinned npm packages into `limen/printing/fonts`; `page.typ` names
the families in the order in which a letter is looked for.
"""

from pathlib import Path

FOLDER = Path(__file__).parent / "fonts"

_FAMILIES = ("NotoSans", "NotoSansGeorgian", "NotoSansArmenian", "NotoSansArabic")
_WEIGHTS = ("400Regular", "700Bold")


def file_names() -> frozenset[str]:
    """Return the names of all packaged font files."""
    return frozenset(f"{family}_{weight}.ttf" for family in _FAMILIES for weight in _WEIGHTS)


def installed() -> bool:
    """Tell whether every packaged font is there."""
    return all((FOLDER / name).is_file() for name in file_names())
