"""WeasyPrint, kept to what is packaged. Importing this loads libpango: only `load_engine` imports it.

Pages are printed one at a time in a process: the font library underneath is not safe for threads, and the
fonts are read only once this way.
"""

import io
import threading
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any

import weasyprint
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import FatalURLFetchingError, URLFetcher, URLFetcherResponse

from limen.printing import fonts
from limen.printing.documents import Attachment

_STYLE = Path(__file__).parent / "page.css"
_printing = threading.Lock()


class PackagedOnly(URLFetcher):  # type: ignore[misc]  # WeasyPrint has no types
    """Gives the packaged fonts and images inside the page (`data:`); nothing else is opened."""

    def __init__(self) -> None:
        super().__init__(allowed_protocols=("data",))

    def fetch(self, url: str, headers: Any = None) -> URLFetcherResponse:
        """Return what an address stands for; any other one ends the printing."""
        if url.startswith("data:image/"):
            return super().fetch(url, headers)
        name = url.removeprefix(fonts.SCHEME)
        if name == url or name not in fonts.file_names():
            raise FatalURLFetchingError("a printed page may use nothing but the packaged fonts")
        body = io.BytesIO((fonts.FOLDER / name).read_bytes())
        return URLFetcherResponse(url, body, {"Content-Type": "font/woff"})


def write_pdf(page: str, attachments: Sequence[Attachment]) -> bytes:
    """Return a page of HTML as PDF/UA-1 with the attachments inside; ValueError when it asks for more."""
    inside = [
        weasyprint.Attachment(string=item.content, name=item.name, description=item.description)
        for item in attachments
    ]
    with _printing:
        style, configuration = _shared()
        try:
            pdf: bytes = weasyprint.HTML(string=page, url_fetcher=PackagedOnly()).write_pdf(
                stylesheets=[style], font_config=configuration, attachments=inside, pdf_variant="pdf/ua-1"
            )
        except FatalURLFetchingError as error:  # a BaseException, which no caller would expect
            raise ValueError(str(error)) from None
        return pdf


@cache
def _shared() -> tuple[weasyprint.CSS, FontConfiguration]:
    """Read style and fonts once."""
    configuration = FontConfiguration()
    text = fonts.style_sheet() + _STYLE.read_text()
    return weasyprint.CSS(string=text, font_config=configuration, url_fetcher=PackagedOnly()), configuration
