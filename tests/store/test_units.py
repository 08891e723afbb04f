"""What names mean: in the letter's place and time, in groups, after mergers, and once a person has said so."""

from __future__ import annotations

import datetime as dt
import io
from types import SimpleNamespace

import pytest
from sqlalchemy import select

from schemas.record import Letter
from store import load
from store.book import Store
from store.errors import Refused
from store.filters import Query, sentence
from store.questions import LetterQuery, letters, obligations
from store.shown import shown
from store.tables import Recipient
from store.unit_tables import Unit
from store.units import registry
from store.units.gazetteer import gazetteer
from store.units.registry import OfficeUnit
from store.units.resolve import Meaning, Own, meaning
from store.who import who
from store.words import folded
from tests.letters import directive, letter, sha
from tests.store.storing import put

TODAY = dt.date(2026, 1, 15)


def _means(
    name: str, *, issuer: str = "Sở Y tế", parent: str = "UBND tỉnh Ninh Bình", era: str = "0001-01-01"
) -> Meaning:
    mention = SimpleNamespace(key=folded(name), issuer=folded(issuer), parent=folded(parent), place="", era=era)
    return meaning(gazetteer(), Own({}, {}, {}), mention)


@pytest.mark.parametrize(
    ("name", "unit"),
    [
        ("Sở Y tế", "so-y-te.tinh-ninh-binh"),
        ("SYT", "so-y-te.tinh-ninh-binh"),
        ("Giám đốc Sở Y tế", "so-y-te.tinh-ninh-binh"),
        ("UBND tỉnh", "ubnd.tinh-ninh-binh"),
        ("Sở GD&ĐT tỉnh Hà Nam", "so-giao-duc-va-dao-tao.tinh-ha-nam"),
        ("Bộ LĐTB&XH", "bo-lao-dong-thuong-binh-va-xa-hoi"),
        ("TTYT huyện Gia Viễn", "trung-tam-y-te.huyen-gia-vien.tinh-ninh-binh"),
        ("UBND thành phố Hà Nội", "ubnd.thanh-pho-ha-noi"),
    ],
)
def test_a_name_means_a_unit_in_its_context(name: str, unit: str) -> None:
    assert _means(name) == Meaning("unit", (unit,))


def test_a_body_after_a_merger_is_another_than_its_namesake_before() -> None:
    assert _means("Sở Y tế", era="2025-07-01").units == ("so-y-te.tinh-ninh-binh-2025",)


@pytest.mark.parametrize(
    ("name", "issuer", "parent", "era", "unit"),
    [
        ("UBND xã Gia Hưng, huyện Gia Viễn", "Sở Y tế", "UBND tỉnh Ninh Bình", "0001-01-01",
         "ubnd-xa.xa-gia-hung.huyen-gia-vien.tinh-ninh-binh"),
        ("UBND xã Gia Hưng", "Sở Y tế", "UBND tỉnh Ninh Bình", "2025-07-01", "ubnd-xa.xa-gia-hung.tinh-ninh-binh-2025"),
        ("Trạm Y tế xã Gia Hưng", "UBND huyện Gia Viễn", "", "0001-01-01",
         "tram-y-te.xa-gia-hung.huyen-gia-vien.tinh-ninh-binh"),
        ("Trạm Y tế", "UBND xã Gia Hưng", "UBND huyện Gia Viễn", "0001-01-01",
         "tram-y-te.xa-gia-hung.huyen-gia-vien.tinh-ninh-binh"),
        ("UBND xã", "UBND xã Gia Hưng", "UBND tỉnh Ninh Bình", "2025-07-01",
         "ubnd-xa.xa-gia-hung.tinh-ninh-binh-2025"),
        ("UBND tỉnh", "UBND xã Gia Hưng", "UBND tỉnh Ninh Bình", "2025-07-01", "ubnd.tinh-ninh-binh-2025"),
    ],
)  # fmt: skip
def test_communes_are_units_of_their_time(name: str, issuer: str, parent: str, era: str, unit: str) -> None:
    assert _means(name, issuer=issuer, parent=parent, era=era) == Meaning("unit", (unit,))


def test_a_commune_that_several_districts_have_is_not_guessed() -> None:
    assert _means("UBND xã Tân Hòa", parent="UBND tỉnh Không Có").status == "unknown"


def test_the_communes_of_a_province_are_a_group_since_there_are_no_districts() -> None:
    found = _means("UBND các xã, phường", era="2025-07-01")
    assert found.status == "group"
    assert len(found.units) == 129  # Nghị quyết 1674/NQ-UBTVQH15
    assert _means("UBND các xã", era="0001-01-01") == Meaning("group")
    assert len(_means("UBND các xã", issuer="UBND huyện Gia Viễn").units) > 10


def test_a_commune_of_today_is_asked_for_what_its_predecessors_owe(store: Store) -> None:
    work = [directive("d1", "Rà soát hộ nghèo", who=[("UBND xã Gia Hưng", "lead")])]
    office = {"name": "UBND huyện Gia Viễn", "parent": "UBND tỉnh Ninh Bình"}
    put(store, letter(issuer=office, issued={"place": "Gia Viễn", "date": "2024-05-02"}, directives=work))
    with store.read() as connection:
        whom = who(connection, "ubnd-xa.xa-gia-hung.tinh-ninh-binh-2025", on=TODAY)
        by_name = who(connection, "UBND xã Gia Hưng tỉnh Ninh Bình", on=TODAY)
        assert [o.id for o in obligations(connection, Query(who=by_name))] == ["d1"]
    assert whom.mentions == by_name.mentions
    assert any("trước đây" in note for note in by_name.notes)


def test_names_are_given_out_with_the_ids_of_their_units(store: Store) -> None:
    one = letter(
        issuer={"name": "Sở Y tế", "parent": "UBND tỉnh Ninh Bình"},
        addressees=[{"name": "Sở Nội vụ"}],
        distribution=[{"name": "Như trên"}, {"name": "UBND tỉnh", "purpose": "b/c"}, {"name": "Lưu trữ"}],
        directives=[directive("d", "Báo cáo", who=[("Giám đốc Sở Tài chính", "lead"), ("các Sở, ngành", "support")])],
    )
    (key,) = put(store, one)
    with store.read() as connection:
        record = shown(connection, key).record
        assert load.letter(connection, key).record.issuer.unit_id is None  # what was read stays as it was read
        asked = who(connection, "Sở Nội vụ tỉnh Ninh Bình", on=dt.date(2024, 5, 1))
        query = LetterQuery(recipient=asked)
        assert [each.key for each in letters(connection, query)] == [key]
        parts = connection.scalars(select(Recipient.part).where(Recipient.mention_id.in_(asked.mentions)))
        assert sorted(parts) == ["copy", "to"]  # Như trên
    ids = [record.issuer.unit_id, *(each.unit_id for each in record.addressees)]
    assert ids == ["so-y-te.tinh-ninh-binh", "so-noi-vu.tinh-ninh-binh"]
    assert [each.unit_id for each in record.distribution] == ["so-noi-vu.tinh-ninh-binh", "ubnd.tinh-ninh-binh", None]
    given = record.directives[0].assignees
    assert [each.unit_id for each in given] == ["so-tai-chinh.tinh-ninh-binh", None]
    assert record.model_dump(exclude={"issuer", "addressees", "distribution", "directives"}) == _untouched(one)


def _untouched(one: Letter) -> dict[str, object]:
    stamped = one.model_copy(update={"source": one.source.model_copy(update={"sha256": sha("thu.txt")})})
    return stamped.model_dump(exclude={"issuer", "addressees", "distribution", "directives"})


@pytest.mark.parametrize("name", ["Phòng Kế hoạch", "Ông Nguyễn Văn Ví Dụ", "Ban", "huyện Không Có", "Sở"])
def test_what_is_not_known_is_not_guessed(name: str) -> None:
    assert _means(name) == Meaning("unknown")


def test_without_a_place_a_department_is_nobodys() -> None:
    assert _means("Sở Y tế", issuer="", parent="") == Meaning("unknown")


def test_groups_have_the_members_that_lived_then() -> None:
    clinics = _means("các Trung tâm Y tế")
    assert clinics.status == "group"
    assert "trung-tam-y-te.huyen-gia-vien.tinh-ninh-binh" in clinics.units
    assert all(unit.endswith(".tinh-ninh-binh") for unit in clinics.units)
    departments = _means("Các Sở, ban, ngành", era="2025-03-01").units
    assert "so-nong-nghiep-va-moi-truong.tinh-ninh-binh" in departments
    assert "so-tai-nguyen-va-moi-truong.tinh-ninh-binh" not in departments


def test_every_name_in_the_gazetteer_leads_to_one_unit_on_its_day() -> None:
    known = gazetteer()
    assert len([b for b in known.bodies.values() if b.kind == "province" and b.alive("2024-12-01")]) == 63
    assert len([b for b in known.bodies.values() if b.kind == "province" and b.alive("2025-07-01")]) == 34
    for successor, earlier in known.before.items():
        assert successor in known.bodies or successor in known.kinds
        assert all(old in known.bodies or old in known.kinds for old, _ in earlier)


def _letter_of(name: str, parent: str, issued: str, *work: tuple[str, str]) -> object:
    directives = [directive(f"d{n}", text, who=[(who, "lead")]) for n, (who, text) in enumerate(work)]
    return letter(issuer={"name": name, "parent": parent}, issued={"place": None, "date": issued},
                  directives=directives, addressees=[], references=[])  # fmt: skip


def test_todays_unit_answers_for_its_predecessors_and_says_so(store: Store) -> None:
    put(store, _letter_of("Bộ Y tế", "", "2024-05-01", ("Sở Y tế tỉnh Hà Nam", "Việc cũ")), name="a")  # type: ignore[arg-type]
    put(store, _letter_of("Bộ Y tế", "", "2025-09-01", ("Sở Y tế tỉnh Ninh Bình", "Việc mới"),
                          ("Sở Y tế tỉnh Lào Cai", "Việc khác")), name="b")  # type: ignore[arg-type]  # fmt: skip
    put(store, _letter_of("UBND tỉnh Nam Định", "", "2024-05-01", ("các Sở, ban, ngành", "Việc chung"),
                          ("Sở LĐTB&XH", "Việc trẻ em"), ("Sở LĐTB&XH", "Việc làm")), name="c")  # type: ignore[arg-type]  # fmt: skip
    with store.read() as connection:
        query = Query(who=who(connection, "so y te ninh binh", on=TODAY))
        found = {o.text for o in obligations(connection, query)}
    assert found == {"Việc cũ", "Việc mới", "Việc chung", "Việc trẻ em"}
    said = sentence(query)
    assert "gồm cả Sở Y tế tỉnh Hà Nam trước đây" in said
    assert "bảo trợ xã hội; trẻ em" in said
    assert "các Sở, ban, ngành" in said


def test_an_office_edits_its_units_as_a_table(store: Store) -> None:
    put(store, letter(), name="a")
    given = [
        OfficeUnit("p-khtc", "Phòng Kế hoạch Tài chính", ("KHTC", "P.KHTC"), "office", "bo-y-te"),
        OfficeUnit("p-nvy", "Phòng Nghiệp vụ Y", (), "office", "p-khtc", dt.date(2020, 1, 1), None, ("p-khtc=thuốc",)),
    ]
    with store.write() as connection:
        registry.save(connection, given, by="test")
    table = io.StringIO()
    with store.read() as connection:
        assert registry.write_csv(connection, table) == 2
        table.seek(0)
        assert registry.read_csv(table) == given
        found = obligations(connection, Query(who=who(connection, "KHTC", on=TODAY)))
    assert [o.text for o in found] == [  # the first by the subject that it took over: thuốc
        "Báo cáo tình hình sử dụng thuốc về Sở Y tế trước ngày 20/3/2024",
        "Tổng hợp kết quả, tham mưu Giám đốc",
    ]


def test_a_wrong_table_is_refused(store: Store) -> None:
    with pytest.raises(Refused, match="colour"):
        registry.read_csv(io.StringIO("id,name,colour\na,A,red\n"))
    with pytest.raises(Refused, match="Line 2"):
        registry.read_csv(io.StringIO("id,name\n,A\n"))
    with pytest.raises(Refused, match="nobody"), store.write() as connection:
        registry.save(connection, [OfficeUnit("a", "A", parent="nobody")], by="test")
    with store.read() as connection:
        assert connection.scalar(select(Unit.id).where(Unit.id == "a")) is None


def test_what_is_settled_once_holds_for_letters_past_and_to_come(store: Store) -> None:
    work = [directive("d", "Lập báo cáo", who=[("Tổ công tác 12", "lead")])]
    put(store, letter(directives=work), name="a")
    with store.read() as connection:
        assert [(u.name, u.directives) for u in registry.unresolved(connection)] == [("Tổ công tác 12", 1)]
    with store.write() as connection:
        assert registry.settle(connection, "tổ công tác 12", ["bo-y-te"], by="test") == 1
    put(store, letter(directives=work, issued={"place": "An Phú", "date": "2025-08-01"}), name="b")
    with store.read() as connection:
        assert registry.unresolved(connection) == []
        assert len(obligations(connection, Query(who=who(connection, "Bộ Y tế", on=TODAY)))) == 2


def test_the_issuers_own_units_are_its_group(store: Store) -> None:
    work = [directive("d", "Thực hiện", who=[("các phòng chuyên môn", "lead")])]
    office = letter(directives=work, issuer={"name": "Bộ Y tế", "parent": None})
    put(store, office, name="a")
    with store.write() as connection:
        registry.save(connection, [OfficeUnit("p-a", "Phòng A", (), "office", "bo-y-te")], by="test")
    with store.read() as connection:
        query = Query(who=who(connection, "Phòng A", on=TODAY))
        assert [o.text for o in obligations(connection, query)] == ["Thực hiện"]
        assert "các phòng chuyên môn" in sentence(query)
