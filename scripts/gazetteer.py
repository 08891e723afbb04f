"""Make data/gazetteer/provinces.csv, districts.csv and communes.csv from underthesea's table of 1 July 2025.

    python -m scripts.gazetteer

The other tables there (ministries, bodies by pattern, successions, abbreviations) are written by hand.
"""

from __future__ import annotations

import csv
import json
from collections import defaultdict
from collections.abc import Callable, Iterator
from pathlib import Path

import underthesea

from vietnamese.fold import key

OUT = Path(__file__).resolve().parent.parent / "data" / "gazetteer"
BEFORE, AFTER = "2025-06-30", "2025-07-01"
# Nghị quyết 175/2024/QH15: the city of Huế since 1 January 2025; the table calls it so for all time.
HUE = ["tinh-thua-thien-hue", "Tỉnh Thừa Thiên Huế", "Thừa Thiên Huế", "", "2024-12-31", "thanh-pho-hue"]


def slug(name: str) -> str:
    return "-".join(key(name).replace("-", " ").split())


def write(name: str, header: list[str], rows: list[list[str]]) -> None:
    with (OUT / name).open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(header)
        writer.writerows(rows)


def main() -> None:
    source = Path(underthesea.__file__).parent / "address" / "data" / "mapping.json"
    data = json.loads(source.read_text(encoding="utf-8"))
    old, new, becomes = data["old_province_names"], data["province_names"], data["province_mapping"]
    members: dict[str, list[str]] = defaultdict(list)
    for before, after in becomes.items():
        members[after].append(before)

    def unit_id(province: str, *, today: bool) -> str:
        """A province that took in others is a new one, although it may keep its name."""
        names = new if today else old
        bare = slug(names[province]["name"])
        kept = len(members[province]) == 1 and members[province][0] == province
        return bare if kept or not today else f"{bare}-2025"

    rows = []
    for province, named in sorted(old.items(), key=lambda item: item[1]["code"]):
        after = unit_id(becomes[province], today=True)
        mine = unit_id(province, today=False)
        ended = "" if after == mine else BEFORE
        since = "2025-01-01" if mine == HUE[5] else ""
        rows.append([mine, named["name"], named["short"], since, ended, "" if after == mine else after])
    for province, named in sorted(new.items(), key=lambda item: item[1]["code"]):
        mine = unit_id(province, today=True)
        if mine.endswith("-2025"):
            rows.append([mine, named["name"], named["short"], AFTER, "", ""])
    rows.append(HUE)
    write("provinces.csv", ["id", "name", "short", "since", "until", "successor"], rows)

    seen = {}
    for ward in data["ward_mapping"]:
        province = unit_id(ward["old_province_key"], today=False)
        seen[f"{slug(ward['old_district'])}.{province}"] = (ward["old_district"], province)
    districts = [[number, name, province, BEFORE] for number, (name, province) in sorted(seen.items()) if name]
    write("districts.csv", ["id", "name", "province", "until"], districts)
    communes = list(_communes(data["ward_mapping"], unit_id))
    write("communes.csv", ["id", "name", "parent", "since", "until", "successors"], communes)
    print(f"{len(rows)} provinces, {len(districts)} districts, {len(communes)} communes")


def _communes(wards: list[dict[str, str]], unit_id: Callable[..., str]) -> Iterator[list[str]]:
    """Communes, wards and towns before 1 July 2025, each with those that took over parts of it; then those after."""
    old: dict[str, tuple[str, str, dict[str, None]]] = {}
    new: dict[str, tuple[str, str]] = {}
    for ward in wards:
        province = unit_id(ward["new_province_key"], today=True)
        after = f"{slug(ward['new_ward'])}.{province}"
        new[after] = (ward["new_ward"], province)
        above = unit_id(ward["old_province_key"], today=False)
        if ward["old_district"]:
            above = f"{slug(ward['old_district'])}.{above}"
        if ward["old_ward"]:
            before = f"{slug(ward['old_ward'])}.{above}"
            old.setdefault(before, (ward["old_ward"], above, {}))[2][after] = None
    for number, (name, above, successors) in sorted(old.items()):
        yield [number, name, above, "", BEFORE, ";".join(successors)]
    for number, (name, above) in sorted(new.items()):
        yield [number, name, above, AFTER, "", ""]


if __name__ == "__main__":
    main()
