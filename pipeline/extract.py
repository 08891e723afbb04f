"""Extract: every extractor over one zoned document. The explicit list of fields stands here and nowhere else."""

from __future__ import annotations

from dataclasses import dataclass

from extractors import (
    addressees,
    arrival,
    contacts,
    deadlines,
    directives,
    distribution,
    filing,
    issued,
    issuer,
    kind,
    number,
    references,
    secrecy,
    signer,
    subject,
    urgency,
)
from schemas.found import (
    ArrivalMention,
    ContactMention,
    DeadlineMention,
    DirectiveMention,
    FilingMention,
    Found,
    IssuedMention,
    NumberMention,
    ReferenceMention,
    SignerMention,
    UnitMention,
)
from schemas.zone import Zoned


@dataclass(frozen=True, slots=True)
class Extracted:
    """What was found for each field, before anything is chosen or resolved."""

    kind: list[Found[str]]
    number: list[Found[NumberMention]]
    issued: list[Found[IssuedMention]]
    issuer: list[Found[str]]
    parent: list[Found[str]]
    subject: list[Found[str]]
    urgency: list[Found[str]]
    secrecy: list[Found[str]]
    addressees: list[Found[UnitMention]]
    distribution: list[Found[UnitMention]]
    filing: list[Found[FilingMention]]
    references: list[Found[ReferenceMention]]
    directives: list[Found[DirectiveMention]]
    deadlines: list[Found[DeadlineMention]]
    contacts: list[Found[ContactMention]]
    signer: list[Found[SignerMention]]
    arrival: list[Found[ArrivalMention]]


def extract(zoned: Zoned) -> Extracted:
    """All that the extractors find in `zoned`."""
    return Extracted(
        kind=kind.extract(zoned),
        number=number.extract(zoned),
        issued=issued.extract(zoned),
        issuer=issuer.extract(zoned),
        parent=issuer.extract_parent(zoned),
        subject=subject.extract(zoned),
        urgency=urgency.extract(zoned),
        secrecy=secrecy.extract(zoned),
        addressees=addressees.extract(zoned),
        distribution=distribution.extract(zoned),
        filing=filing.extract(zoned),
        references=references.extract(zoned),
        directives=directives.extract(zoned),
        deadlines=deadlines.extract(zoned),
        contacts=contacts.extract(zoned),
        signer=signer.extract(zoned),
        arrival=arrival.extract(zoned),
    )
