"""What each format says, read back by a reader of that format."""

from __future__ import annotations

import csv
import datetime as dt
import io
import json
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from export import ics, registers, tables, xlsx
from export.columns import columns
from export.edxml import NAMESPACE, edxml
from tests.export.samples import ALL, BARE, ON, ONE
from tests.letters import directive, letter

NOW = dt.datetime(2024, 3, 25, 1, 2, 3, tzinfo=dt.UTC)


def test_csv_has_vietnamese_headings_iso_days_and_no_formulas() -> None:
    file = io.StringIO()
    assert tables.write_csv(file, ALL, on=ON) == 3
    rows = list(csv.DictReader(io.StringIO(file.getvalue())))
    assert rows[0]["Hạn cuối"] == "2024-03-19"
    assert rows[0]["Đơn vị chủ trì"] == "Phòng A"
    assert rows[0]["Trạng thái"] == "chưa hoàn thành, quá hạn"
    assert rows[1]["Nội dung nhiệm vụ"] == "'=Gửi báo cáo hằng tháng"
    assert rows[2]["Ngày văn bản"] == "2024-03"


@pytest.mark.parametrize("text", ["=1+1", "@SUM(A1)", "+84 9", "-1+2", "\t=1"])
def test_no_text_is_a_formula(text: str) -> None:
    assert tables.harmless(text) == f"'{text}"


def test_a_dash_before_an_item_stays() -> None:
    assert tables.harmless("- Lưu: VT") == "- Lưu: VT"


def test_json_lines_hold_all_that_is_known() -> None:
    file = io.StringIO()
    tables.write_jsonl(file, ALL, on=ON)
    first = json.loads(file.getvalue().splitlines()[0])
    assert first["due"] == "2024-03-19"
    assert first["code"] == "152/SYT-KHTC"
    assert first["assignees"][0] == {"name": "Phòng A", "role": "lead", "units": ["p-a"]}
    assert first["official_state"] == "chưa hoàn thành, quá hạn"


def test_parquet_has_days_as_days_and_lists(tmp_path: Path) -> None:
    import pyarrow as pa
    import pyarrow.parquet as pq

    path = tmp_path / "a.parquet"
    assert tables.write_parquet(path, ALL, on=ON) == 3
    table = pq.read_table(path)
    assert table.schema.field("due").type == pa.date32()
    assert table["due"].to_pylist() == [dt.date(2024, 3, 19), None, None]
    assert table["assignees"].to_pylist()[0][1]["role"] == "support"
    assert tables.write_parquet(path, (), on=ON) == 0
    assert pq.read_table(path).num_rows == 0


def test_a_workbook_is_one_to_forward(tmp_path: Path) -> None:
    from openpyxl import load_workbook

    path = tmp_path / "a.xlsx"
    assert xlsx.write_xlsx(path, ALL, on=ON, said="Nhiệm vụ giao cho Phòng A.") == 3
    sheet = load_workbook(path).active
    assert sheet is not None
    assert sheet["A2"].value == "Nhiệm vụ giao cho Phòng A. Trạng thái tính đến ngày 25/03/2024."
    header = [cell.value for cell in sheet[4]]
    assert header == [column.title for column in columns(ON)]
    assert sheet["A5"].value == dt.datetime(2024, 3, 19)
    assert sheet["A5"].number_format == "dd/mm/yyyy"
    assert sheet.freeze_panes == "A5"
    assert sheet.auto_filter.ref == "A4:P7"
    text = sheet.cell(6, header.index("Nội dung nhiệm vụ") + 1)
    assert (text.value, text.data_type) == ("=Gửi báo cáo hằng tháng", "s")
    assert sheet.cell(7, header.index("Nội dung nhiệm vụ") + 1).value == "- Lưu ý tuyên truyền"


def test_all_text_of_a_workbook_is_seen_and_fits_its_page(tmp_path: Path) -> None:
    from openpyxl import load_workbook

    path = tmp_path / "a.xlsx"
    long = replace(ONE, text="Rà soát, tổng hợp, báo cáo kết quả thực hiện " * 12)
    assert xlsx.write_xlsx(path, (ONE, long), on=ON, said="Tất cả.") == 2
    sheet = load_workbook(path).active
    assert sheet is not None
    assert (sheet.row_dimensions[6].height or 0) > 9 * xlsx.LINE  # 540 characters in a column of 46
    assert (sheet.row_dimensions[5].height or 0) < 4 * xlsx.LINE
    hidden = {sheet[f"{letter}4"].value for letter, column in sheet.column_dimensions.items() if column.hidden}
    assert hidden == {column.title for column in columns(ON) if column.hidden}
    assert sheet.page_setup.paperSize == 9  # A4, which every office has


def test_the_register_s_workbook_has_vietnamese_headings_and_days(tmp_path: Path) -> None:
    from openpyxl import load_workbook

    path = tmp_path / "a.xlsx"
    assert registers.write_register(path, [("abc", letter())]) == 1
    sheet = load_workbook(path).active
    assert sheet is not None
    assert sheet["A4"].value == "Mã hồ sơ\n(FileCode)"
    found = {str(head.value).partition("(")[2]: cell.value for head, cell in zip(sheet[4], sheet[5], strict=True)}
    assert sheet.page_setup.paperSize == 8  # A3: nineteen columns are too small on A4
    assert found["IssuedDate)"] == dt.datetime(2024, 3, 5)
    assert found["DueDate)"] == dt.datetime(2024, 3, 19)


def test_a_calendar_has_alarms_and_rhythms_and_keeps_its_uids() -> None:
    from icalendar import Calendar

    first, second = (ics.calendar(ALL, said="Phòng A", now=NOW) for _ in range(2))
    assert first == second
    events = list(Calendar.from_ical(first).walk("VEVENT"))
    assert [str(event["uid"]) for event in events] == ["abc123-d1-0@congvan", "abc123-d2-0@congvan"]
    assert events[0].decoded("dtstart") == dt.date(2024, 3, 19)
    assert [alarm.decoded("trigger").days for alarm in events[0].walk("VALARM")] == [-3, -1]
    assert dict(events[1]["rrule"]) == {"FREQ": ["MONTHLY"], "BYMONTHDAY": [25]}
    assert list(events[1].walk("VALARM")) == []  # it is done
    assert all(len(line) <= 75 for line in first.split(b"\r\n"))


def test_the_tracking_book_has_the_seven_columns(tmp_path: Path) -> None:
    from openpyxl import load_workbook

    path = tmp_path / "a.xlsx"
    assert registers.write_tracking(path, ALL, on=ON) == 3
    sheet = load_workbook(path).active
    assert sheet is not None
    rows = list(sheet.iter_rows(min_row=4, values_only=True))
    assert len(rows[0]) == 7
    assert rows[1][:4] == (
        "77", "Công văn số 152/SYT-KHTC ngày 05/03/2024 của Sở Y tế", "Phòng A\nPhòng B", dt.datetime(2024, 3, 19)
    )  # fmt: skip
    assert rows[2][4:6] == ("hoàn thành đúng hạn", "9/BC-PA")
    assert registers.tracking_row(BARE, on=ON)[1] == "Công văn ngày 2024-03"


def test_the_register_has_a_row_for_each_day_due() -> None:
    work = [directive("a", "Một", due="2024-04-01"), directive("b", "Hai", due="2024-04-05"),
            directive("c", "Ba", due="2024-04-01"), directive("d", "Bốn")]  # fmt: skip
    rows = list(
        registers.register_rows([("k1", letter(directives=work)), ("k2", letter(directives=[], urgency="khan"))])
    )
    assert [(r["FileCode"], r["DocOrdinal"], r["DueDate"]) for r in rows] == [
        ("k1", 1, "01/04/2024"), ("k1", 1, "05/04/2024"), ("k2", 2, ""),
    ]  # fmt: skip
    assert rows[0]["Description"] == "Một\nBa"
    assert (rows[2]["Priority"], rows[2]["TypeName"], rows[2]["IssuedDate"]) == ("Khẩn", "Công văn", "05/03/2024")
    assert len({name.split(".")[0] for name in registers.REGISTER}) == 18


def test_edxml_says_who_to_whom_what_and_by_when() -> None:
    root = etree.fromstring(edxml("k1", letter(urgency="hoa_toc", subject="gấp\x0b")))

    def texts(path: str) -> list[str | None]:
        return [node.text for node in root.findall("//".join([".", path]), {"e": NAMESPACE})]

    assert root.tag == f"{{{NAMESPACE}}}edXML"
    assert texts("e:From/e:OrganName") == ["Sở Y tế"]
    assert len(texts("e:To/e:OrganName")) == 2
    assert texts("e:CodeNumber") == ["152"]
    assert texts("e:PromulgationDate")[0] == "2024/03/05"
    assert texts("e:Priority") == ["3"]
    assert texts("e:SteeringType") == ["2"]
    assert texts("e:DueDate") == ["2024/03/19"]
    assert texts("e:Subject") == ["gấp"]
    assert texts("e:ResponseFor/e:Code") == ["88/BYT-KHTC"]


_MAYBE = st.none() | st.text(max_size=12) | st.sampled_from(["Sở Y tế", " ", "gấp\x0b", "<&>"])


@settings(max_examples=80, deadline=None)
@given(data=st.data())
def test_edxml_is_as_offices_exchange_it(data: st.DataObject) -> None:
    """Whatever a letter lacks or holds, it fits the form that is written down in edxml.xsd."""
    form = etree.XMLSchema(etree.parse(str(Path(__file__).with_name("edxml.xsd"))))

    def maybe() -> str | None:
        return data.draw(_MAYBE)

    names = [{"name": name} for name in data.draw(st.lists(st.text(max_size=9), max_size=3))]
    cited = {"kind": "cong_van", "number": maybe(), "symbol": maybe(), "date": "2024-03", "relation": "implements"}
    made = letter(
        number={"value": maybe(), "symbol": maybe(), "raw": None}, issuer={"name": maybe(), "parent": maybe()},
        issued={"place": maybe(), "date": data.draw(st.sampled_from([None, "2024", "2024-03", "2024-03-05"]))},
        subject=maybe(), addressees=names, distribution=names, references=[cited],
        signer=data.draw(st.sampled_from([None, {"name": "Trần Ví Dụ"}, {"position": " ", "capacity": "KT"}])),
        directives=data.draw(st.sampled_from([[], [directive("d", "Báo cáo", due="2024-03-25")]])),
        urgency=data.draw(st.sampled_from([None, "khan", "hoa_toc"])),
    )  # fmt: skip
    form.assertValid(etree.fromstring(edxml("k1", made)))
    form.assertValid(etree.fromstring(edxml("k1", letter())))


def test_codes_show_a_blank_number() -> None:
    assert (ONE.code, BARE.code) == ("152/SYT-KHTC", None)
