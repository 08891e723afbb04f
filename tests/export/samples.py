"""Invented obligations for the exports."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

from schemas.obligation import Given, Limit, Obligation

ON = dt.date(2024, 3, 25)

ONE = Obligation(
    id="d1", letter="abc123", kind="cong_van", number="152", symbol="SYT-KHTC", issued="2024-03-05",
    issued_on=dt.date(2024, 3, 5), issuer="Sở Y tế", parent="UBND tỉnh An Phú", subject="báo cáo sử dụng thuốc",
    ordinal="1", text="Báo cáo tình hình sử dụng thuốc về Sở Y tế", action="báo cáo",
    assignees=(Given("Phòng A", "lead", 1, ("p-a",)), Given("Phòng B", "support", 2)),
    deadlines=(Limit("trước ngày 20/3/2024", "before", "2024-03-20", None, None, dt.date(2024, 3, 19)),),
    submit_to="Sở Y tế", due=dt.date(2024, 3, 19), state="open", done_on=None, retired=False, arrival_number="77",
    answer=None,
)  # fmt: skip
RHYTHM = replace(
    ONE, id="d2", text="=Gửi báo cáo hằng tháng", due=None, state="done", done_on=ON, answer="9/BC-PA",
    deadlines=(Limit("trước ngày 25 hằng tháng", None, None, None, "FREQ=MONTHLY;BYMONTHDAY=25", None),),
)  # fmt: skip
BARE = replace(
    ONE, id="d3", text="- Lưu ý\x07 tuyên truyền", due=None, deadlines=(), assignees=(), number=None, symbol=None,
    issued="2024-03", issuer=None, submit_to=None, ordinal=None, arrival_number=None, subject=None,
)  # fmt: skip
ALL = (ONE, RHYTHM, BARE)
