"""Codes for countries, for what a travel document prints in their place, and for sex.

Countries are ISO 3166-1 alpha-2, and XK. Names come from CLDR, in any of its languages.
A travel document prints three letters of ICAO Doc 9303 part 3, section 5: mostly ISO 3166-1 alpha-3, but also
codes for organisations, and for people who have no country. `read_state` keeps the two apart, so that a
refugee's document never makes a nationality out of a status.
"""

from dataclasses import dataclass
from datetime import date
from enum import IntEnum, StrEnum
from functools import cache

from babel import Locale, UnknownLocaleError, localedata

from limen.errors import Invalid

#: ISO 3166-1 as of 2026: each word is the alpha-2 code followed by the alpha-3 code.
_ISO_3166 = """
ADAND AEARE AFAFG AGATG AIAIA ALALB AMARM AOAGO AQATA ARARG ASASM ATAUT AUAUS AWABW AXALA AZAZE
BABIH BBBRB BDBGD BEBEL BFBFA BGBGR BHBHR BIBDI BJBEN BLBLM BMBMU BNBRN BOBOL BQBES BRBRA BSBHS
BTBTN BVBVT BWBWA BYBLR BZBLZ CACAN CCCCK CDCOD CFCAF CGCOG CHCHE CICIV CKCOK CLCHL CMCMR CNCHN
COCOL CRCRI CUCUB CVCPV CWCUW CXCXR CYCYP CZCZE DEDEU DJDJI DKDNK DMDMA DODOM DZDZA ECECU EEEST
EGEGY EHESH ERERI ESESP ETETH FIFIN FJFJI FKFLK FMFSM FOFRO FRFRA GAGAB GBGBR GDGRD GEGEO GFGUF
GGGGY GHGHA GIGIB GLGRL GMGMB GNGIN GPGLP GQGNQ GRGRC GSSGS GTGTM GUGUM GWGNB GYGUY HKHKG HMHMD
HNHND HRHRV HTHTI HUHUN IDIDN IEIRL ILISR IMIMN ININD IOIOT IQIRQ IRIRN ISISL ITITA JEJEY JMJAM
JOJOR JPJPN KEKEN KGKGZ KHKHM KIKIR KMCOM KNKNA KPPRK KRKOR KWKWT KYCYM KZKAZ LALAO LBLBN LCLCA
LILIE LKLKA LRLBR LSLSO LTLTU LULUX LVLVA LYLBY MAMAR MCMCO MDMDA MEMNE MFMAF MGMDG MHMHL MKMKD
MLMLI MMMMR MNMNG MOMAC MPMNP MQMTQ MRMRT MSMSR MTMLT MUMUS MVMDV MWMWI MXMEX MYMYS MZMOZ NANAM
NCNCL NENER NFNFK NGNGA NINIC NLNLD NONOR NPNPL NRNRU NUNIU NZNZL OMOMN PAPAN PEPER PFPYF PGPNG
PHPHL PKPAK PLPOL PMSPM PNPCN PRPRI PSPSE PTPRT PWPLW PYPRY QAQAT REREU ROROU RSSRB RURUS RWRWA
SASAU SBSLB SCSYC SDSDN SESWE SGSGP SHSHN SISVN SJSJM SKSVK SLSLE SMSMR SNSEN SOSOM SRSUR SSSSD
STSTP SVSLV SXSXM SYSYR SZSWZ TCTCA TDTCD TFATF TGTGO THTHA TJTJK TKTKL TLTLS TMTKM TNTUN TOTON
TRTUR TTTTO TVTUV TWTWN TZTZA UAUKR UGUGA UMUMI USUSA UYURY UZUZB VAVAT VCVCT VEVEN VGVGB VIVIR
VNVNM VUVUT WFWLF WSWSM YEYEM YTMYT ZAZAF ZMZMB ZWZWE
"""
#: XK is not in ISO 3166-1: a user-assigned code in common use, as XKX is.
_ALPHA3 = {word[:2]: word[2:] for word in _ISO_3166.split()} | {"XK": "XKX"}

#: CLDR's English names are made for menus; these are the ones that officials write.
_ENGLISH_NAMES = {
    "CD": "Democratic Republic of the Congo",
    "CG": "Congo",
    "CV": "Cabo Verde",
    "MM": "Myanmar",
    "PS": "State of Palestine",
}
#: Countries that were renamed: the first day of the present name, and the English name before it.
_RENAMED = {
    "MK": (date(2019, 2, 12), "the former Yugoslav Republic of Macedonia"),
    "TR": (date(2022, 6, 1), "Turkey"),  # the day the United Nations received the notification
}
_FOOTNOTES = {"XK": "References to Kosovo are in the context of UN Security Council resolution 1244 (1999)."}


class UnknownCode(Invalid, ValueError):
    """The code is not in the list."""


def countries() -> tuple[str, ...]:
    """Return every country code, sorted: the alpha-2 codes of ISO 3166-1, and XK."""
    return tuple(sorted(_ALPHA3))


def is_country(code: str) -> bool:
    """Tell whether `code` is an ISO 3166-1 alpha-2 code in capitals, or XK."""
    return code in _ALPHA3


def is_fictional(code: str) -> bool:
    """Tell whether `code` is one of QM to QZ, which ISO 3166-1 leaves to users: here, invented countries."""
    return len(code) == 2 and code[0] == "Q" and "M" <= code[1] <= "Z"


def alpha3(code: str) -> str:
    """Return the alpha-3 code of an alpha-2 code; XKX for XK. Raise UnknownCode."""
    _require_country(code)
    return _ALPHA3[code]


def country_name(code: str, language: str = "en", on: date | None = None) -> str:
    """Return a country's name in a language of CLDR (`en`, `sr-Latn`), as it was on a day or is today.

    Names before a renaming are known in English only; other languages give today's name.
    Where `name_footnote` has a text, print an asterisk after the name and the text on the same page.
    Raise UnknownCode for another code or language.
    """
    _require_country(code)
    if language == "en":
        if on and code in _RENAMED and on < _RENAMED[code][0]:
            return _RENAMED[code][1]
        if code in _ENGLISH_NAMES:
            return _ENGLISH_NAMES[code]
    name = _territories(language).get(code) or _territories("en")[code]
    return name.replace(" & ", " and ") if language == "en" else name


def name_footnote(code: str) -> str | None:
    """Return the footnote that must stand wherever a country's name is printed, or None."""
    return _FOOTNOTES.get(code)


def _require_country(code: str) -> None:
    if code not in _ALPHA3:
        raise UnknownCode("country: must be an ISO 3166-1 alpha-2 code in capitals, or XK")


@cache
def _territories(language: str) -> dict[str, str]:
    try:
        names = dict(Locale.parse(language.replace("-", "_")).territories)
    except (UnknownLocaleError, ValueError) as error:
        raise UnknownCode("language: must be a language that CLDR has, such as en or sr-Latn") from error
    # All of a locale is a megabyte, and a node asks for the names in a dozen languages when it starts.
    for loaded in set(localedata._cache) - {"root"}:
        localedata._cache.pop(loaded, None)
    return names


class StateKind(StrEnum):
    """What a state code on a travel document stands for."""

    COUNTRY = "country"
    ORGANISATION = "organisation"
    STATELESS = "stateless"
    REFUGEE_1951 = "refugee_1951"
    REFUGEE_OTHER = "refugee_other"
    UNSPECIFIED = "unspecified"
    FORMER_COUNTRY = "former_country"
    SPECIMEN = "specimen"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class PrintedState:
    """A state code as printed on a travel document, and what it stands for.

    `country` is an alpha-2 code (or XK) when `kind` is COUNTRY, else None. `note` says what the code adds.
    """

    printed: str
    kind: StateKind
    country: str | None = None
    note: str = ""


_STATUSES = {
    "XXA": (StateKind.STATELESS, "stateless person (1954 Convention)"),
    "XXB": (StateKind.REFUGEE_1951, "refugee (1951 Convention)"),
    "XXC": (StateKind.REFUGEE_OTHER, "refugee, other than under the 1951 Convention"),
    "XXX": (StateKind.UNSPECIFIED, "nationality not specified"),
    "UTO": (StateKind.SPECIMEN, "Utopia, the country of specimens"),
    "SUN": (StateKind.FORMER_COUNTRY, "Soviet Union"),
    "YUG": (StateKind.FORMER_COUNTRY, "Yugoslavia"),
    "SCG": (StateKind.FORMER_COUNTRY, "Serbia and Montenegro"),
    "CSK": (StateKind.FORMER_COUNTRY, "Czechoslovakia"),
} | {
    code: (StateKind.ORGANISATION, note)
    for code, note in {
        "EUE": "European Union",
        "UNO": "United Nations",
        "UNA": "specialised agency of the United Nations",
        "XBA": "African Development Bank",
        "XCC": "Caribbean Community",
        "XCE": "Council of Europe",
        "XCO": "Common Market for Eastern and Southern Africa",
        "XDC": "Southern African Development Community",
        "XEC": "Economic Community of West African States",
        "XES": "Organisation of Eastern Caribbean States",
        "XIM": "African Export-Import Bank",
        "XMP": "Parliamentary Assembly of the Mediterranean",
        "XOM": "Sovereign Military Order of Malta",
        "XPO": "Interpol",
    }.items()
}
#: Codes of a country that ISO 3166-1 does not have, with what they add.
_COUNTRY_VARIANTS = {
    "D": ("DE", ""),
    "GBD": ("GB", "British overseas territories citizen"),
    "GBN": ("GB", "British national (overseas)"),
    "GBO": ("GB", "British overseas citizen"),
    "GBP": ("GB", "British protected person"),
    "GBS": ("GB", "British subject"),
    "RKS": ("XK", ""),
    "UNK": ("XK", "issued by the United Nations mission, until 2008"),
    "ZAR": ("CD", "former code"),
    "ROM": ("RO", "former code"),
}
_STATES = (
    {alpha3: PrintedState(alpha3, StateKind.COUNTRY, alpha2) for alpha2, alpha3 in _ALPHA3.items()}
    | {code: PrintedState(code, StateKind.COUNTRY, *pair) for code, pair in _COUNTRY_VARIANTS.items()}
    | {code: PrintedState(code, kind, None, note) for code, (kind, note) in _STATUSES.items()}
)


def read_state(printed: str) -> PrintedState:
    """Return what a state code printed on a travel document stands for; never an error.

    Takes the code with or without its fillers (`D<<`). A code that no list has is of kind UNKNOWN.
    """
    code = printed.rstrip("<")
    return _STATES.get(code) or PrintedState(code, StateKind.UNKNOWN)


class Sex(IntEnum):
    """ISO/IEC 5218, the form in which sex is stored."""

    NOT_KNOWN = 0
    MALE = 1
    FEMALE = 2
    NOT_APPLICABLE = 9

    @classmethod
    def from_marker(cls, marker: str) -> "Sex":
        """Return the code for a document's own marker: M, F, X (neither), or `<` and nothing (not stated).

        Raise UnknownCode for any other marker.
        """
        try:
            return _SEX_BY_MARKER[marker]
        except KeyError:
            raise UnknownCode("sex: the marker must be M, F, X or <") from None

    @property
    def marker(self) -> str:
        """The marker as a travel document shows it to the eye: M, F, X, or `<` where it is not known."""
        return _MARKER_BY_SEX[self]


_SEX_BY_MARKER = {
    "M": Sex.MALE,
    "F": Sex.FEMALE,
    "X": Sex.NOT_APPLICABLE,
    "<": Sex.NOT_KNOWN,
    "": Sex.NOT_KNOWN,
}
_MARKER_BY_SEX = {Sex.MALE: "M", Sex.FEMALE: "F", Sex.NOT_APPLICABLE: "X", Sex.NOT_KNOWN: "<"}
