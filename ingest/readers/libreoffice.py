"""Old Office files and OpenDocument: LibreOffice turns them into the newer form, and that form's reader reads it."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import tempfile
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

from ingest.errors import UnreadableFile, UnsupportedFile
from ingest.model import RawDocument
from ingest.readers.base import FileFacts, Reader
from ingest.readers.excel import ExcelReader
from ingest.readers.powerpoint import PowerPointReader
from ingest.readers.word import WordReader
from ingest.suffixes import OLD_EXCEL, OLD_POWERPOINT, OLD_WORD

SECONDS = 180
#: What makes old Office files readable.
INSTALL = "apt-get install libreoffice-writer-nogui libreoffice-calc-nogui libreoffice-impress-nogui"
_FORMS: dict[str, tuple[Reader, frozenset[str]]] = {
    "docx": (WordReader(), OLD_WORD),
    "xlsx": (ExcelReader(), OLD_EXCEL),
    "pptx": (PowerPointReader(), OLD_POWERPOINT),
}
#: Streams of the OLE container, by which its program is told.
_STREAMS = (("WordDocument", "docx"), ("Workbook", "xlsx"), ("Book", "xlsx"), ("PowerPoint Document", "pptx"))
_ENCRYPTED = "EncryptedPackage"
_MIMETYPES = {"text": "docx", "spreadsheet": "xlsx", "presentation": "pptx"}
_OPEN_DOCUMENT = b"mimetypeapplication/vnd.oasis.opendocument."
_SEARCHED = 200_000_000


class LibreOfficeReader:
    name = "LibreOffice"
    suffixes = frozenset().union(*(suffixes for _, suffixes in _FORMS.values()))

    def accepts(self, facts: FileFacts) -> bool:
        return facts.is_old_office or (facts.is_zip and _OPEN_DOCUMENT in facts.head[:120])

    def read(self, path: Path) -> RawDocument:
        """Raises UnsupportedFile where there is no LibreOffice or the file has a password."""
        form = _form(path)
        program = shutil.which("soffice") or shutil.which("libreoffice")
        if form is None or program is None:
            install = "" if program else f", or install LibreOffice ({INSTALL})"
            raise UnsupportedFile(
                f"{path.name}: an old Office file (.doc, .xls, .ppt) or one with a password; "
                f"remove the password or save it as .docx, .xlsx, .pptx or PDF{install}"
            )
        with tempfile.TemporaryDirectory() as folder:
            document = _FORMS[form][0].read(_converted(program, path, form, Path(folder)))
        return replace(document, warnings=("read through LibreOffice", *document.warnings))


def _form(path: Path) -> str | None:
    """The newer form of the file's kind; None where it is encrypted or of no known kind."""
    data = path.read_bytes()[:_SEARCHED]
    if _OPEN_DOCUMENT in data[:120]:
        kind = data[:200].partition(_OPEN_DOCUMENT)[2]
        return next((form for word, form in _MIMETYPES.items() if kind.startswith(word.encode())), None)
    if _ENCRYPTED.encode("utf-16-le") in data:
        return None
    return next((form for stream, form in _STREAMS if stream.encode("utf-16-le") in data), None)


def _converted(program: str, path: Path, form: str, folder: Path) -> Path:
    """The file in its newer form, made with a profile of its own so that several may run at once."""
    source = folder / f"source{path.suffix.lower()}"
    shutil.copyfile(path, source)
    command = [
        program, "--headless", "--norestore", "--nolockcheck", f"-env:UserInstallation={(folder / 'profile').as_uri()}",
        "--convert-to", form, "--outdir", str(folder / "out"), str(source),
    ]  # fmt: skip
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        process.wait(SECONDS)
    except subprocess.TimeoutExpired as error:
        raise UnreadableFile(
            f"{path.name}: LibreOffice took longer than {SECONDS} s; save it as .{form} or PDF"
        ) from error
    finally:
        for pid in (*_descendants(process.pid), process.pid) if process.poll() is None else ():
            with suppress(ProcessLookupError, PermissionError):
                os.kill(pid, signal.SIGTERM)
        process.wait()
    made = folder / "out" / f"source.{form}"
    if not made.is_file():
        raise UnreadableFile(f"{path.name}: LibreOffice cannot open it (damaged?); save it as .{form} or PDF")
    return made


def _descendants(pid: int) -> list[int]:
    """The programs that a program started: they share its process group, so that whoever ends the reader ends them."""
    parents: dict[int, list[int]] = {}
    for stat in Path("/proc").glob("[0-9]*/stat"):
        with suppress(OSError, ValueError, IndexError):
            parents.setdefault(int(stat.read_text("utf-8", "replace").rpartition(")")[2].split()[1]), []).append(
                int(stat.parent.name)
            )
    found = [pid]
    for at in found:
        found += parents.get(at, [])
    return found[1:]
