"""A desk over a small archive of invented letters, made once and copied for each test."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from pipeline import parse
from store import imports
from store.book import Store, open_store
from store.imports import File
from store.letters import NewReading
from web.app import create_app
from web.settings import Settings

LETTERS = {
    "bao-cao-thuoc.txt": """UBND TỈNH AN PHÚ                CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
SỞ Y TẾ                          Độc lập - Tự do - Hạnh phúc

Số: 152/SYT-NVY                  An Phú, ngày 05 tháng 3 năm 2024
V/v báo cáo tình hình sử dụng thuốc năm 2023

Kính gửi:
- Các Bệnh viện trực thuộc;
- Trung tâm Y tế huyện Tân Hòa.

Thực hiện Công văn số 88/BYT-KHTC ngày 01 tháng 02 năm 2024 của Bộ Y tế về việc báo cáo sử dụng thuốc,
Sở Y tế đề nghị các đơn vị thực hiện các nội dung sau:

1. Các Bệnh viện trực thuộc báo cáo tình hình sử dụng thuốc về Sở Y tế trước ngày 20/3/2024.
2. Giao Phòng Nghiệp vụ Y chủ trì, phối hợp Phòng Kế hoạch Tài chính tổng hợp, tham mưu Giám đốc Sở.

Đề nghị các đơn vị thực hiện./.

Nơi nhận:                        KT. GIÁM ĐỐC
- Như trên;                      PHÓ GIÁM ĐỐC
- Lưu: VT, NVY.
                                 Trần Văn Ví Dụ
""",
    "phong-dich.txt": """UBND TỈNH AN PHÚ                CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
SỞ GIÁO DỤC VÀ ĐÀO TẠO           Độc lập - Tự do - Hạnh phúc

Số: 77/SGDĐT-VP                  An Phú, ngày 10 tháng 4 năm 2024
V/v tăng cường vệ sinh trường học

Kính gửi: Phòng Giáo dục và Đào tạo các huyện.

Sở Giáo dục và Đào tạo yêu cầu các đơn vị thực hiện:

a) Phòng Giáo dục và Đào tạo các huyện kiểm tra vệ sinh trường học, báo cáo kết quả chậm nhất ngày 30/4/2024.
b) Trung tâm Y tế huyện Tân Hòa phối hợp khám sức khỏe học sinh.

Nơi nhận:                        GIÁM ĐỐC
- Như trên;
- Lưu: VT.
                                 Lê Thị Mẫu
""",
    "du-thao.txt": """UBND TỈNH AN PHÚ                CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
SỞ NỘI VỤ                        Độc lập - Tự do - Hạnh phúc

Số:      /SNV-VP                 An Phú, ngày     tháng 5 năm 2024
V/v thông báo lịch tiếp công dân

Kính gửi: UBND tỉnh An Phú.

Sở Nội vụ trân trọng thông báo lịch tiếp công dân định kỳ để UBND tỉnh biết./.

Nơi nhận:                        GIÁM ĐỐC
- Như trên;
- Lưu: VT.
                                 Phạm Văn Thử
""",
}


@pytest.fixture(scope="session")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a store of the invented letters."""
    folder = tmp_path_factory.mktemp("archive")
    store = open_store(str(folder / "letters.db"), create=True)
    for name, text in LETTERS.items():
        path = folder / name
        path.write_text(text, encoding="utf-8")
        keep(store, path)
    store.close()
    return folder


def keep(store: Store, path: Path) -> list[str]:
    """Import a file in this process; gives the keys of its letters."""
    sha256 = store.originals.put(path.read_bytes())
    readings = [NewReading(sha256, n, each, each.model_dump_json()) for n, each in enumerate(parse(path))]
    file = File(str(path), path.name, sha256, path.stat().st_size)
    with store.write() as connection:
        keys = imports.imported(connection, file, readings, pages=len(readings), by="test", program="test 1")
    assert keys is not None
    return keys


@pytest.fixture
def store(archive: Path, tmp_path: Path) -> Iterator[Store]:
    shutil.copytree(archive, tmp_path / "archive")
    opened = open_store(str(tmp_path / "archive" / "letters.db"))
    yield opened
    opened.close()


@pytest.fixture
def desk(store: Store) -> Iterator[TestClient]:
    """The desk without accounts, as on one's own machine."""
    app = create_app(Settings(background=False, user="tester"), store)
    with TestClient(app, base_url="http://localhost") as client:
        yield client


@pytest.fixture
def keys(desk: TestClient) -> dict[str, str]:
    """The keys of the letters, by their numbers."""
    from store.questions import LetterQuery, letters

    with desk.app.state.desk.store.read() as connection:  # type: ignore[attr-defined]
        return {brief.number or "": brief.key for brief in letters(connection, LetterQuery())}
