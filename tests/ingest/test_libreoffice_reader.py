from __future__ import annotations

import shutil
import subprocess
import time
from pathlib import Path

import docx
import openpyxl
import pytest

from ingest.errors import UnreadableFile, UnsupportedFile
from ingest.readers import libreoffice
from ingest.reading import read

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
needs_libreoffice = pytest.mark.skipif(
    shutil.which("soffice") is None, reason=f"LibreOffice is not installed: {libreoffice.INSTALL}"
)


def older(path: Path, form: str) -> Path:
    profile = (path.parent / "profile").as_uri()
    command = ["soffice", "--headless", f"-env:UserInstallation={profile}", "--convert-to", form, "--outdir"]
    subprocess.run([*command, str(path.parent), str(path)], check=True, capture_output=True, timeout=120)
    return path.with_suffix(f".{form}")


@needs_libreoffice
@pytest.mark.parametrize("form", ["doc", "odt"])
def test_old_word_files_are_read_with_their_tables(tmp_path: Path, form: str) -> None:
    document = docx.Document()
    document.add_heading("第１章　計画", 1)
    table = document.add_table(2, 2, style="Table Grid")
    for c, value in enumerate(["指標", "R6"]):
        table.cell(0, c).text = value
    table.cell(1, 0).text = "申請数"
    document.add_paragraph("表の後。")
    document.save(str(path := tmp_path / "plan.docx"))
    found = read(older(path, form))
    assert "第１章　計画" in found.pages[0].text and "指標\tR6\n申請数\t" in found.pages[0].text
    assert found.warnings[0] == "read through LibreOffice"


@needs_libreoffice
@pytest.mark.parametrize("form", ["xls", "ods"])
def test_old_excel_files_are_read_sheet_by_sheet(tmp_path: Path, form: str) -> None:
    book = openpyxl.Workbook()
    book.active.title = "一覧"
    for row in (["事業", "予算"], ["窓口", 1200]):
        book.active.append(row)
    book.create_sheet("二枚目")["A1"] = "次"
    book.save(path := tmp_path / "plan.xlsx")
    assert [(p.label, p.text) for p in read(older(path, form)).pages] == [
        ("一覧", "事業\t予算\n窓口\t1200"),
        ("二枚目", "次"),
    ]


def test_without_libreoffice_the_line_says_how_to_get_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (path := tmp_path / "plan.doc").write_bytes(OLE + "WordDocument".encode("utf-16-le") + bytes(600))
    monkeypatch.setattr(shutil, "which", lambda name: None)
    with pytest.raises(UnsupportedFile, match=r"save it as \.docx.*, or install LibreOffice \(apt-get install"):
        read(path)


def test_a_file_with_a_password_says_so(tmp_path: Path) -> None:
    (path := tmp_path / "plan.docx").write_bytes(OLE + "EncryptedPackage".encode("utf-16-le") + bytes(600))
    with pytest.raises(UnsupportedFile, match="one with a password; remove the password"):
        read(path)


@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="the programs it starts are found in /proc")
def test_a_conversion_that_hangs_is_ended_with_all_that_it_started(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    program = tmp_path / "soffice"
    program.write_text(f"#!/bin/sh\nsleep 60 & echo $! > {tmp_path}/pid\nwait\n")
    program.chmod(0o755)
    (path := tmp_path / "plan.doc").write_bytes(OLE + "WordDocument".encode("utf-16-le") + bytes(600))
    monkeypatch.setattr(libreoffice, "SECONDS", 1)
    monkeypatch.setattr(shutil, "which", lambda name: str(program))
    with pytest.raises(UnreadableFile, match="LibreOffice took longer than 1 s"):
        read(path)
    stat = Path(f"/proc/{(tmp_path / 'pid').read_text().strip()}/stat")
    until = time.monotonic() + 10  # a busy machine takes its time to end what was killed
    while stat.exists() and stat.read_text().rpartition(")")[2].split()[0] != "Z" and time.monotonic() < until:
        time.sleep(0.05)
    assert time.monotonic() < until
