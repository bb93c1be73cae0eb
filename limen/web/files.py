"""Files that leave and files that arrive.

A PDF, a sheet, a calendar leaves as a `File`: what a handler returns instead of a dict.

A route that answers with files is declared with `Blueprint.download`, which names their media types:

    @blp.download("application/pdf", permission="readmission.case.read", audited="case.printed")
    def get(self, work: Work, case_id: str) -> File:
        return File(pdf, "application/pdf", "BA-2026-000012.pdf")

A scan arrives as an `Uploaded`, on a route declared with `Blueprint.upload`:

    @blp.upload(FileAnswer, permission="readmission.evidence.add")
    def post(self, work: Work, uploaded: Uploaded, evidence_id: str) -> dict:
        ...
"""

from dataclasses import dataclass
from io import BytesIO
from typing import IO, Any
from urllib.parse import quote

from flask import Request, Response
from werkzeug.exceptions import UnsupportedMediaType

from limen.errors import Invalid

#: what a multipart body adds around its file
_ENVELOPE_BYTES = 65_536


@dataclass(frozen=True)
class File:
    """A file that leaves: its bytes, its media type, and the name under which a browser keeps it.

    A name holds codes and numbers only, never anything about a person: it ends up in folders and histories.
    """

    content: bytes
    media_type: str
    name: str

    def answer(self) -> Response:
        """Make the answer. Browsers keep the file and never show it as a page of ours."""
        plain = "".join(sign for sign in self.name if sign.isascii() and (sign.isalnum() or sign in "-_."))
        disposition = f'attachment; filename="{plain}"'
        if plain != self.name:
            disposition += f"; filename*=UTF-8''{quote(self.name, safe='')}"
        return Response(
            self.content, content_type=self.media_type, headers={"Content-Disposition": disposition}
        )


@dataclass(frozen=True)
class Uploaded:
    """A file that arrived. `name` is what the sender calls it: a label to show, never a path to use."""

    content: bytes
    name: str


class InMemoryRequest(Request):
    """A request whose files stay in memory: Flask's own writes a large one to the disk, readable."""

    max_form_parts = 100

    def _get_file_stream(self, *_args: Any, **_kwargs: Any) -> IO[bytes]:
        return BytesIO()


def read_upload(request: Request, limit: int) -> Uploaded:
    """Return the one file of a multipart body, in its part `file`.

    415 when the body is not multipart, 413 when it is far above `limit` bytes, else 422 with the rule that
    is broken.
    """
    if request.mimetype != "multipart/form-data" or "Content-Encoding" in request.headers:
        raise UnsupportedMediaType
    parts = list(request.files.items(multi=True))
    if request.form or len(parts) != 1 or parts[0][0] != "file":
        raise _bad("Must hold one part, named file, and nothing else.")
    part = parts[0][1]
    content = part.read()
    if len(content) > limit:
        raise _bad(f"Must be at most {limit} bytes.")
    if not content:
        raise _bad("Must not be empty.")
    name = "".join(sign for sign in part.filename or "" if sign.isprintable())
    return Uploaded(content, name[-120:])


def allow_upload(request: Request, limit: int) -> None:
    """Let this request be as large as a file of `limit` bytes needs; other requests stay small."""
    request.max_content_length = max(request.max_content_length or 0, limit + _ENVELOPE_BYTES)


def _bad(detail: str) -> Invalid:
    return Invalid("The file breaks a rule.", [{"pointer": "#/file", "detail": detail}])
