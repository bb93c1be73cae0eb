"""What a file is, by its content: whatever it is called and whatever its sender says it is."""

import puremagic

from limen.errors import Invalid

#: media type -> (first bytes that such a file must have, ending of its name)
ALLOWED = {
    "application/pdf": ((b"%PDF-",), "pdf"),
    "image/jpeg": ((b"\xff\xd8\xff",), "jpg"),
    "image/png": ((b"\x89PNG\r\n\x1a\n",), "png"),
    "image/tiff": ((b"II*\x00", b"MM\x00*"), "tif"),
}


def media_type_of(content: bytes) -> str:
    """Return the media type of a file's content; `Invalid` for every type that is not on the list."""
    try:
        found = puremagic.from_string(content, mime=True)
    except (puremagic.PureError, ValueError):
        found = ""
    if found in ALLOWED and content.startswith(ALLOWED[found][0]):
        return str(found)
    raise Invalid(
        "The file is of no type that is taken.",
        [{"pointer": "#/file", "detail": f"Must be one of {', '.join(ALLOWED)}, judged by its content."}],
    )


def ending_of(media_type: str) -> str:
    """Return the ending that a file of this type gets when it is downloaded."""
    return ALLOWED[media_type][1]
