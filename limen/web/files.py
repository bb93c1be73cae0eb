"""Answers that are files: a PDF, a sheet, a calendar. What a handler returns instead of a dict.

A route that answers with files is declared with `Blueprint.download`, which names their media types:

    @blp.download("application/pdf", permission="readmission.case.read", audited="case.printed")
    def get(self, work: Work, case_id: str) -> File:
        return File(pdf, "application/pdf", "BA-2026-000012.pdf")
"""

from dataclasses import dataclass
from urllib.parse import quote

from flask import Response


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
