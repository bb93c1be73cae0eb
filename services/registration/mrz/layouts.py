"""Where each field stands in each format: ICAO Doc 9303 parts 4 (TD3), 5 (TD1), 6 (TD2) and 7 (visas).

Places count from 0 in the lines joined into one text. A check digit follows its field.
"""

from dataclasses import dataclass

from services.registration.mrz.zone import Format


@dataclass(frozen=True, slots=True)
class Layout:
    """The places of one format's fields.

    `types` are the first letters that a document type may have. `overflow` is the field in which a document
    number of more than nine characters goes on. `optional_data_check` is the place of that field's check
    digit, where the format has one. `composite` are the parts under the last check digit, at
    `composite_check`; visas have none.
    """

    format: Format
    line_count: int
    width: int
    names_line: int
    types: str
    names: slice
    document_number: slice
    nationality: slice
    birth_date: slice
    sex: int
    expiry_date: slice
    optional_data: slice
    optional_data_2: slice | None = None
    optional_data_check: int | None = None
    overflow: slice | None = None
    composite: tuple[slice, ...] = ()
    composite_check: int = 0


TD1 = Layout(
    format=Format.TD1,
    line_count=3,
    width=30,
    names_line=2,
    types="AIC",
    document_number=slice(5, 14),
    optional_data=slice(15, 30),
    overflow=slice(15, 30),
    birth_date=slice(30, 36),
    sex=37,
    expiry_date=slice(38, 44),
    nationality=slice(45, 48),
    optional_data_2=slice(48, 59),
    composite=(slice(5, 30), slice(30, 37), slice(38, 45), slice(48, 59)),
    composite_check=59,
    names=slice(60, 90),
)
TD2 = Layout(
    format=Format.TD2,
    line_count=2,
    width=36,
    names_line=0,
    types="AIC",
    names=slice(5, 36),
    document_number=slice(36, 45),
    nationality=slice(46, 49),
    birth_date=slice(49, 55),
    sex=56,
    expiry_date=slice(57, 63),
    optional_data=slice(64, 71),
    overflow=slice(64, 71),
    composite=(slice(36, 46), slice(49, 56), slice(57, 71)),
    composite_check=71,
)
TD3 = Layout(
    format=Format.TD3,
    line_count=2,
    width=44,
    names_line=0,
    types="P",
    names=slice(5, 44),
    document_number=slice(44, 53),
    nationality=slice(54, 57),
    birth_date=slice(57, 63),
    sex=64,
    expiry_date=slice(65, 71),
    optional_data=slice(72, 86),
    optional_data_check=86,
    composite=(slice(44, 54), slice(57, 64), slice(65, 87)),
    composite_check=87,
)
MRVA = Layout(
    format=Format.MRVA,
    line_count=2,
    width=44,
    names_line=0,
    types="V",
    names=slice(5, 44),
    document_number=slice(44, 53),
    nationality=slice(54, 57),
    birth_date=slice(57, 63),
    sex=64,
    expiry_date=slice(65, 71),
    optional_data=slice(72, 88),
)
MRVB = Layout(
    format=Format.MRVB,
    line_count=2,
    width=36,
    names_line=0,
    types="V",
    names=slice(5, 36),
    document_number=slice(36, 45),
    nationality=slice(46, 49),
    birth_date=slice(49, 55),
    sex=56,
    expiry_date=slice(57, 63),
    optional_data=slice(64, 72),
)

LAYOUTS = (TD3, TD1, TD2, MRVA, MRVB)
