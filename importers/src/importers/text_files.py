"""Reads delimited text, compressed or not: UTF-8 with or without BOM, UTF-16 or cp1250; commas, semicolons or tabs.

Records have the line they begin on. The meaning of columns is not known here.
"""

import codecs
import csv
import gzip
import io
import re
import zlib
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import IO, cast

from importers.findings import FileRefused

DELIMITERS = (",", ";", "\t", "|")
LARGEST_CELL = 1 << 20
CHUNK = 1 << 20
LOOKED_AT = 20
"""How many lines tell the delimiter."""
GZIP = b"\x1f\x8b"
_SEPARATOR_LINE = re.compile(r'"?sep=(.)"?\s*$', re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Record:
    """The cells of one record, and the line of the file it begins on."""

    line: int
    cells: list[str]


@dataclass(frozen=True, slots=True)
class TextFile:
    """A delimited text file whose writing is known."""

    path: Path
    encoding: str
    delimiter: str

    def records(self) -> Iterator[Record]:
        """All records, header included, in the order of the file; empty lines are passed over."""
        csv.field_size_limit(LARGEST_CELL)
        with _errors_as_refusals(self.path), _text(self.path, self.encoding) as text:
            reader = csv.reader(text, delimiter=self.delimiter)
            line = 1
            for cells in reader:
                if line == 1 and self._names_separator(cells):
                    cells = []
                if any(cells):
                    yield Record(line, _without_nul(cells))
                line = reader.line_num + 1

    def _names_separator(self, cells: list[str]) -> bool:
        return _SEPARATOR_LINE.match(self.delimiter.join(cells)) is not None


def detect_format(path: Path) -> TextFile:
    """Detects encoding and delimiter; reads the whole file, because one letter late in it can decide the encoding."""
    with _errors_as_refusals(path):
        encoding = _encoding(path)
        with _text(path, encoding) as text:
            first = list(islice((line for line in text if line.strip()), LOOKED_AT))
        return TextFile(path, encoding, _delimiter(first))


def _without_nul(cells: list[str]) -> list[str]:
    """Databases refuse the character NUL, and no cell means anything by it."""
    return [cell.replace("\0", "") for cell in cells] if any("\0" in cell for cell in cells) else cells


def _delimiter(lines: list[str]) -> str:
    """As the file says, else the one that cuts most of its first lines into the same number of cells."""
    named = _SEPARATOR_LINE.match(lines[0].strip("\r\n")) if lines else None
    return named[1] if named else max(DELIMITERS, key=lambda delimiter: _regularity(lines, delimiter))


def _regularity(lines: list[str], delimiter: str) -> tuple[int, int]:
    widths = Counter(map(len, csv.reader(lines, delimiter=delimiter)))
    return max(((count, width) for width, count in widths.items() if width > 1), default=(0, 0))


def _encoding(path: Path) -> str:
    with _bytes(path) as raw:
        start = raw.read(4)
        if start.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
            return "utf-16"
        decoder = codecs.getincrementaldecoder("utf-8")()
        try:
            decoder.decode(start)
            while chunk := raw.read(CHUNK):
                decoder.decode(chunk)
            decoder.decode(b"", final=True)
        except UnicodeDecodeError:
            return "cp1250"
    return "utf-8-sig"


def _bytes(path: Path) -> IO[bytes]:
    with path.open("rb") as file:
        compressed = file.read(2) == GZIP
    return cast("IO[bytes]", gzip.open(path, "rb") if compressed else path.open("rb"))


@contextmanager
def _text(path: Path, encoding: str) -> Iterator[IO[str]]:
    with _bytes(path) as raw, io.TextIOWrapper(raw, encoding, errors="replace", newline="") as text:
        yield text


@contextmanager
def _errors_as_refusals(path: Path) -> Iterator[None]:
    try:
        yield
    except FileNotFoundError as error:
        raise FileRefused("file_missing", path) from error
    except (EOFError, zlib.error, gzip.BadGzipFile) as error:
        raise FileRefused("file_cut_short", path) from error
    except csv.Error as error:
        raise FileRefused("file_not_a_table", path, reason=str(error)) from error
    except OSError as error:
        raise FileRefused("file_unreadable", path, reason=str(error.strerror or error)) from error
