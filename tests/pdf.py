"""Reads a PDF that Limen printed: its text, what it says of itself, and the files inside."""

import io
import re
import unicodedata
from collections import Counter
from collections.abc import Iterator
from functools import cached_property
from typing import Any

from pypdf import PdfReader
from pypdf.generic import DictionaryObject, EmbeddedFile


class Pdf:
    """A printed document, taken apart."""

    def __init__(self, data: bytes) -> None:
        self.reader = PdfReader(io.BytesIO(data), strict=True)
        self.catalogue: DictionaryObject = self.reader.root_object

    @cached_property
    def text(self) -> str:
        """All text in the order of the pages, without the invisible signs that keep directions apart."""
        drawn = "\n".join(page.extract_text() for page in self.reader.pages)
        return "".join(letter for letter in drawn if unicodedata.category(letter) != "Cf")

    def says(self, words: str) -> bool:
        """Tell whether the text holds these words, wherever lines and fonts change."""
        return "".join(words.split()) in "".join(self.text.split())

    @property
    def files(self) -> list[EmbeddedFile]:
        """The files inside."""
        return list(self.reader.attachment_list)

    @property
    def attachments(self) -> list[bytes]:
        """The contents of the files inside."""
        return [file.content for file in self.files]

    @property
    def title(self) -> str:
        """The title of the document."""
        return self.reader.metadata.title

    @property
    def conforms(self) -> bool:
        """Tell whether the document says that it is PDF/UA-1."""
        return b"pdfuaid:part>1<" in self.catalogue["/Metadata"].get_data()

    @cached_property
    def tags(self) -> Counter[str]:
        """How often each structure element stands in the document: `H1`, `TR`, `TH` ..."""
        return Counter(element["/S"].removeprefix("/") for element in self._elements())

    @property
    def languages(self) -> set[str]:
        """The languages of the document and of its pieces."""
        drawn = b"".join(page.get_contents().get_data() for page in self.reader.pages)
        return {self.catalogue["/Lang"], *(tag.decode() for tag in re.findall(rb"/Lang\((.*?)\)", drawn))}

    @property
    def fonts(self) -> set[str]:
        """The fonts of the pages, each without the mark of its subset."""
        pages = [page["/Resources"]["/Font"] for page in self.reader.pages]
        return {font.get_object()["/BaseFont"].split("+")[1] for page in pages for font in page.values()}

    def _elements(self) -> Iterator[Any]:
        waiting: list[Any] = [self.catalogue["/StructTreeRoot"]["/K"]]
        while waiting:
            found = waiting.pop()
            found = found if isinstance(found, list) else found.get_object()
            if isinstance(found, list):
                waiting.extend(found)
            elif isinstance(found, DictionaryObject) and "/S" in found:
                yield found
                waiting.append(found.get("/K", []))
