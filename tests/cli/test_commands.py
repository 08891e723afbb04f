"""The commands on a small store: what they print, and their exit statuses."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from cli.main import COMMANDS, congvan
from schemas.errors import CongvanError
from store.book import Store, open_store
from tests.letters import directive, letter
from tests.store.storing import put


@pytest.fixture
def filled(tmp_path: Path) -> str:
    place = str(tmp_path / "letters.db")
    store: Store = open_store(place, create=True)
    put(store, letter(), name="a.txt")
    cited = [
        {"kind": "cong_van", "number": "152", "symbol": "SYT-KHTC", "date": "2024-03-05", "relation": "implements"}
    ]
    work = [directive("e1", "Nộp báo cáo số liệu", due="2024-03-25", who=[("Phòng Kế hoạch Tài chính", "lead")])]
    put(store, letter(number={"value": "7", "symbol": "TTYT"}, issuer={"name": "Trung tâm Y tế", "parent": "Sở Y tế"},
                      subject="thực hiện", references=cited, directives=work, addressees=[]), name="b.txt")  # fmt: skip
    store.close()
    return place


def run(place: str, *words: str) -> Result:
    return CliRunner().invoke(congvan, [*words, "--store", place], env={"COLUMNS": "100", "CONGVAN_USER": "lan"})


def test_due_shows_what_falls_due_and_counts_what_is_late(filled: str) -> None:
    result = run(filled, "due", "--on", "2024-03-20")
    assert result.exit_code == 0
    assert "Nộp báo cáo số liệu" in result.output
    assert "25/03/2024" in result.output
    assert "1 late on 20/03/2024" in result.output
    assert max(len(line) for line in result.output.splitlines()) <= 100


@pytest.mark.parametrize("columns", ["60", "80", "200"])
def test_ids_and_numbers_are_never_broken_however_narrow_the_terminal(tmp_path: Path, columns: str) -> None:
    place = str(tmp_path / "letters.db")
    store = open_store(place, create=True)
    long = "Trung tâm Kiểm soát bệnh tật và Phòng chống HIV/AIDS tỉnh An Phú"
    work = [directive("0123456789abcdef0123", "Báo cáo " + "số liệu " * 30, due="2024-03-25", who=[(long, "lead")])]
    name = {"value": "1284", "symbol": "SYT-KHTC&TCCB"}
    (key,) = put(store, letter(number=name, directives=work, subject="thực hiện kế hoạch năm " * 8))
    store.close()
    shown = [("due", "--on", "2024-03-20"), ("letters",), ("search", "bao", "cao")]
    for words in shown:
        result = CliRunner().invoke(congvan, [*words, "--store", place], env={"COLUMNS": columns})
        lines = result.output.splitlines()
        assert any(key in line for line in lines)
        assert any("1284/SYT-KHTC&TCCB" in line for line in lines)
        assert max(map(len, lines)) <= int(columns)
    assert any("0123456789abcdef0123" in line for line in lines)


def test_due_of_a_unit_without_accents_as_data(filled: str) -> None:
    result = run(filled, "due", "--unit", "phong ke hoach tai chinh", "--all", "--json")
    assert [json.loads(line)["id"] for line in result.output.splitlines()] == ["e1", "d2"]
    late = run(filled, "due", "--overdue", "--on", "20/03/2024", "--json")
    assert [json.loads(line)["official_state"] for line in late.output.splitlines()] == ["chưa hoàn thành, quá hạn"]


def test_what_is_done_is_no_longer_due(filled: str) -> None:
    assert run(filled, "mark", "e1", "done", "--on", "2024-03-21", "--note", "đã gửi").exit_code == 0
    assert "Nộp báo cáo" not in run(filled, "due", "--on", "2024-03-20").output
    assert "directive.state" in run(filled, "changes").output
    assert '"by": "lan"' in run(filled, "changes", "--json").output


def test_letters_show_and_correct(filled: str) -> None:
    listed = run(filled, "letters", "--issuer", "so y te", "--json")
    key = json.loads(listed.output.splitlines()[0])["key"]
    page = run(filled, "show", "152/SYT-KHTC").output
    assert key in page
    assert "báo cáo tình hình sử dụng thuốc năm 2023" in page
    assert run(filled, "correct", key, "/subject", "đã sửa").exit_code == 0
    assert json.loads(run(filled, "show", key, "--json").output)["subject"] == "đã sửa"
    assert run(filled, "correct", key, "/subject", "--withdraw").exit_code == 0
    assert run(filled, "correct", key, "/subject").exit_code == 2


def test_chain_and_audit(filled: str) -> None:
    chained = run(filled, "chain", "7/TTYT").output.splitlines()
    assert "152/SYT-KHTC" in chained[0]
    assert chained[1].startswith("  ")
    assert "hạn 25/03/2024" in run(filled, "audit", "late").output
    assert "88/BYT-KHTC" in run(filled, "audit", "missing").output
    assert run(filled, "audit", "contradictions").output == "Nothing.\n"


def test_search_marks_nothing_when_nothing_is_there(filled: str) -> None:
    assert "Nộp báo cáo số liệu" in run(filled, "search", "nop", "bao", "cao").output
    assert run(filled, "search", "không có chữ này").exit_code == 0


def test_units_are_edited_as_a_table(filled: str, tmp_path: Path) -> None:
    table = tmp_path / "units.csv"
    table.write_text("id,name,aliases,parent\nkhtc,Phòng Kế hoạch Tài chính,KHTC,\n", encoding="utf-8")
    assert run(filled, "units", "import", str(table)).exit_code == 0
    assert "khtc" in run(filled, "units", "export").output
    assert run(filled, "units", "find", "KHTC").output.splitlines()[0] == "khtc"
    assert run(filled, "units", "settle", "Phòng Nghiệp vụ Y", "khtc").output == "Settled for 1 mentions.\n"
    assert isinstance(run(filled, "units", "alias", "nobody", "X").exception, CongvanError)


@pytest.mark.parametrize("name", ["a.csv", "a.xlsx", "a.jsonl", "a.parquet", "a.ics"])
@pytest.mark.parametrize("redact", [(), ("--redact",)])
def test_export_writes_each_format(filled: str, tmp_path: Path, name: str, redact: tuple[str, ...]) -> None:
    out = tmp_path / name
    assert run(filled, "export", str(out), "--all", *redact).exit_code == 0
    assert out.stat().st_size > 100


def test_export_writes_registers_and_edxml(filled: str, tmp_path: Path) -> None:
    for form, out in (("tracking", "t.xlsx"), ("register", "r.xlsx"), ("edxml", "folder")):
        assert run(filled, "export", str(tmp_path / out), "--as", form, "--all").exit_code == 0
    assert len(list((tmp_path / "folder").glob("*.edxml"))) == 2
    assert run(filled, "export", str(tmp_path / "a.unknown"), "--all").exit_code == 2


def test_verify_says_what_is_missing(filled: str) -> None:
    result = run(filled, "verify")
    assert result.exit_code == 47
    assert "2 missing" in result.output


def test_every_command_has_help_and_the_words_of_the_list() -> None:
    for name in COMMANDS:
        result = CliRunner().invoke(congvan, [name, "--help"])
        assert result.exit_code == 0, name


def test_help_imports_nothing_heavy() -> None:
    code = "import sys; from cli.main import congvan; congvan(['--help'], standalone_mode=False); print(*sys.modules)"
    found = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.split()
    assert "click" in found
    assert not {"pydantic", "sqlalchemy", "rich", "spacy", "numpy", "pipeline.read"} & set(found)


def test_an_error_is_a_message_with_its_exit_status(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "cli.main", "due", "--store", str(tmp_path / "none.db")]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 44
    assert done.stderr.startswith("congvan: There is no store at")
    assert "Traceback" not in done.stderr


def test_a_letter_without_a_number_is_named_by_its_kind_and_month(filled: str) -> None:
    blank = letter(
        number={"value": None, "symbol": "SYT  - NV"}, issued={"place": None, "date": "2023-11"}, urgency="thuong_khan"
    )
    opened = open_store(filled)
    (key,) = put(opened, blank, name="blank.txt")
    opened.close()
    shown = run(filled, "due", "--all").output
    assert "Công văn …/SYT" in shown
    assert "cong_van" not in shown + run(filled, "letters").output + run(filled, "search", "thuoc").output
    page = run(filled, "show", key).output
    assert "Công văn …/SYT - NV" in page
    assert "THƯỢNG KHẨN" in page
    assert "thực hiện Công văn 88/BYT-KHTC" in page
