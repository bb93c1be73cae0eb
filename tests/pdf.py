"""Reads a PDF that Limen printed: its text by page order, its dictionaries and the files inside.

Enough of the format for what WeasyPrint writes; nothing here is imported by the code under test.
"""

import re
import zlib

_OBJECT = re.compile(rb"(\d+) 0 obj\s*(.*?)\s*endobj", re.DOTALL)
_STREAM = re.compile(rb"(.*?)\bstream\r?\n(.*)\r?\nendstream", re.DOTALL)


class Pdf:
    """A printed document, taken apart."""

    def __init__(self, data: bytes) -> None:
        assert data.startswith(b"%PDF-"), "this is no PDF"
        self.dictionaries: dict[int, bytes] = {}
        self.streams: dict[int, bytes] = {}
        for match in _OBJECT.finditer(data):
            self._take(int(match[1]), match[2])
        for number in [n for n, d in self.dictionaries.items() if b"/ObjStm" in d]:
            self._take_inner(number)

    @property
    def text(self) -> str:
        """All text, a space after each piece that was drawn."""
        names = {
            name: self._letters(int(number))
            for dictionary in self.dictionaries.values()
            for name, number in re.findall(rb"/([A-Z]{6}) (\d+) 0 R", dictionary)
        }
        contents = [s for n, s in sorted(self.streams.items()) if b" Tf\n" in s and n in self._drawn()]
        return "".join(self._drawn_text(content, names) for content in contents)

    def says(self, words: str) -> bool:
        """Tell whether the text holds these words, wherever lines and fonts change."""
        return "".join(words.split()) in "".join(self.text.split())

    @property
    def attachments(self) -> list[bytes]:
        """The contents of the files inside."""
        return [self.streams[n] for n, d in self.dictionaries.items() if b"/EmbeddedFile/" in d]

    def has(self, words: bytes) -> bool:
        """Tell whether any dictionary or metadata holds these bytes."""
        return any(words in part for part in (*self.dictionaries.values(), *self.streams.values()))

    def _take(self, number: int, body: bytes) -> None:
        match = _STREAM.fullmatch(body)
        self.dictionaries[number] = match[1] if match else body
        if match:
            packed = b"/FlateDecode" in match[1]
            self.streams[number] = zlib.decompress(match[2]) if packed else match[2]

    def _take_inner(self, number: int) -> None:
        first = int(re.search(rb"/First (\d+)", self.dictionaries[number])[1])
        body, index = self.streams[number][first:], self.streams[number][:first].split()
        starts = [(int(index[i]), int(index[i + 1])) for i in range(0, len(index), 2)]
        for (inner, start), (_, end) in zip(starts, [*starts[1:], (0, len(body))], strict=True):
            self.dictionaries[inner] = body[start:end]

    def _drawn(self) -> set[int]:
        pages = [d for d in self.dictionaries.values() if b"/Type /Page/" in d]
        return {int(n) for d in pages for n in re.findall(rb"/Contents (\d+) 0 R", d)}

    def _letters(self, font: int) -> dict[str, str]:
        match = re.search(rb"/ToUnicode (\d+) 0 R", self.dictionaries.get(font, b""))
        table = self.streams[int(match[1])].decode() if match else ""
        pairs = re.findall(r"<([0-9a-f]{4})> <([0-9a-f]*)>", table)
        return {glyph: bytes.fromhex(text).decode("utf-16-be") for glyph, text in pairs}

    def _drawn_text(self, content: bytes, names: dict[bytes, dict[str, str]]) -> str:
        text, letters = "", {}
        for name, drawn in re.findall(rb"/([A-Z]{6}) [\d.]+ Tf|\[(.*?)\] TJ", content):
            if name:
                letters = names[name]
                text += " " if not text.endswith(" ") else ""
            for piece in re.findall(rb"<([0-9a-f]+)>", drawn):
                glyphs = re.findall("....", piece.decode())
                text += "".join(letters.get(glyph, "") for glyph in glyphs)
        return text
