"""The packaged fonts: Noto Sans for Latin, Cyrillic, Greek, Georgian, Armenian and Arabic script.

Each script is a file and a family of its own; the text takes the first family that has its letter.
`script/assets` brings the files from the pinned npm packages into `limen/printing/fonts`.
"""

from pathlib import Path

FOLDER = Path(__file__).parent / "fonts"

#: npm package and subset of each family, in the order in which a letter is looked for
SUBSETS = (
    ("noto-sans", "latin"),
    ("noto-sans", "latin-ext"),
    ("noto-sans", "vietnamese"),
    ("noto-sans", "cyrillic"),
    ("noto-sans", "cyrillic-ext"),
    ("noto-sans", "greek"),
    ("noto-sans-georgian", "georgian"),
    ("noto-sans-armenian", "armenian"),
    ("noto-sans-arabic", "arabic"),
)
WEIGHTS = (400, 700)

#: a page asks for its fonts under this scheme, and gets nothing else
SCHEME = "limen-font:"


def file_names() -> frozenset[str]:
    """Return the names of all packaged font files."""
    return frozenset(_file(*subset, weight) for subset in SUBSETS for weight in WEIGHTS)


def installed() -> bool:
    """Tell whether every packaged font is there."""
    return all((FOLDER / name).is_file() for name in file_names())


def style_sheet() -> str:
    """Return the @font-face rules and the family list that every page uses."""
    rules = [
        f'@font-face {{ font-family: "limen-{subset}"; font-weight: {weight};'
        f' src: url("{SCHEME}{_file(package, subset, weight)}") format("woff"); }}'
        for package, subset in SUBSETS
        for weight in WEIGHTS
    ]
    families = ", ".join(f'"limen-{subset}"' for _, subset in SUBSETS)
    return "\n".join([*rules, f":root {{ font-family: {families}, sans-serif; }}"])


def _file(package: str, subset: str, weight: int) -> str:
    return f"{package}-{subset}-{weight}-normal.woff"
