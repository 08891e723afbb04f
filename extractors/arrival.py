"""CÔNG VĂN ĐẾN: the receiving office's stamp, whose number and date are not the letter's."""

from __future__ import annotations

from schemas.found import ArrivalMention, DayMention, Found
from schemas.rule import table
from schemas.zone import Cell, Zoned
from vietnamese.calendar import bounds
from vietnamese.fold import key


def extract(zoned: Zoned) -> list[Found[ArrivalMention]]:
    """What the stamp says; none where there is no stamp."""
    flow = zoned.flow(Cell.ARRIVAL)
    if not flow.text:
        return []
    folded = key(flow.text)
    number: str | None = None
    day: DayMention | None = None
    forwarded: str | None = None
    for hit in table("arrival").scan(flow.text, folded):
        if number is None and (value := hit.text(flow.text, "number")) is not None:
            number = value.replace(" ", "")
        if day is None and (value := hit.text(flow.text, "day")) is not None:
            year = int(hit.text(flow.text, "year") or 0)
            day = DayMention(int(value), int(hit.text(flow.text, "month") or 0), year + 2000 if year < 100 else year)
        if forwarded is None and (value := hit.text(flow.text, "forwarded")) is not None:
            forwarded = value.strip(" .:…_") or None
    if day is not None and bounds(f"{day.year:04d}-{day.month:02d}-{day.day:02d}") is None:
        day = None
    mention = ArrivalMention(number, day, forwarded)
    return [Found(mention, flow.spans(0, len(flow.text)), 0.6, "arrival/stamp")]
