"""Invented letters for tests of the store, the command line and the exports."""

from __future__ import annotations

import hashlib
from typing import Any

from schemas.record import Letter


def letter(**changes: Any) -> Letter:
    """A small letter with two directives; `changes` replace whole fields."""
    values: dict[str, Any] = {
        "source": {
            "name": "thu.txt", "sha256": "0" * 64, "media_type": "text/plain", "pages": (1, 1),
            "text_origin": "embedded",
        },
        "kind": "cong_van",
        "number": {"value": "152", "symbol": "SYT-KHTC", "raw": "152/SYT-KHTC"},
        "issued": {"place": "An Phú", "date": "2024-03-05"},
        "issuer": {"name": "Sở Y tế", "parent": "UBND tỉnh An Phú"},
        "subject": "báo cáo tình hình sử dụng thuốc năm 2023",
        "addressees": [{"name": "Các Bệnh viện trực thuộc"}, {"name": "Trung tâm Y tế huyện Tân Hòa"}],
        "distribution": [{"name": "Như trên"}, {"name": "UBND tỉnh", "purpose": "b/c"}],
        "references": [
            {"kind": "cong_van", "number": "88", "symbol": "BYT-KHTC", "date": "2024-02-01", "issuer": "Bộ Y tế",
             "relation": "implements"},
        ],
        "directives": [
            directive("d1", "Báo cáo tình hình sử dụng thuốc về Sở Y tế trước ngày 20/3/2024", due="2024-03-19",
                      who=[("Các Bệnh viện trực thuộc", "lead"), ("Phòng Nghiệp vụ Y", "support")]),
            directive("d2", "Tổng hợp kết quả, tham mưu Giám đốc", who=[("Phòng Kế hoạch Tài chính", "lead")]),
        ],
        "signer": {"name": "Trần Văn Ví Dụ", "position": "Phó Giám đốc", "capacity": "KT", "on_behalf_of": "Giám đốc"},
        "findings": [{"code": "deadline-year-assumed", "pointer": "/directives/0/deadlines/0", "message": "…"}],
    }  # fmt: skip
    return Letter.model_validate({**values, **changes})


def directive(
    uid: str, text: str, *, due: str | None = None, who: list[tuple[str, str]] | None = None, **changes: Any
) -> dict[str, Any]:
    """A directive as a record holds it, with one deadline where `due` is given."""
    limits = [] if due is None else [{"text": f"chậm nhất {due}", "bound": "by", "date": due, "due": due}]
    named = [{"name": name, "role": role} for name, role in who or []]
    return {"id": uid, "text": text, "action": None, "assignees": named, "deadlines": limits, **changes}


def sha(name: str) -> str:
    """A SHA-256 that stands for a file called so."""
    return hashlib.sha256(name.encode()).hexdigest()
