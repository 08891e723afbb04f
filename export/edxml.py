"""edXML, in which offices exchange documents (QCVN 102:2016/BTTTT): the message's header of a letter."""

from __future__ import annotations

import re

from schemas.record import Letter

NAMESPACE = "http://www.mic.gov.vn/TBT/QCVN_102_2016"
_ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def edxml(key: str, letter: Letter) -> bytes:
    """The letter as an edXML document, UTF-8. `key` is its DocumentId; dates are yyyy/mm/dd as the norm's examples.

    SteeringType: 0 nothing is ordered, 1 something is, 2 something is to be reported or done by a day.
    """
    from lxml import etree

    from export.names import PRIORITIES, kind_name

    def add(parent: etree._Element, name: str, value: str | int | None = None) -> etree._Element:
        child = etree.SubElement(parent, f"{{{NAMESPACE}}}{name}")
        if value is not None:
            child.text = clean(str(value))
        return child

    root = etree.Element(f"{{{NAMESPACE}}}edXML", nsmap={"edXML": NAMESPACE})
    header = add(add(add(root, "edXMLEnvelope"), "edXMLHeader"), "MessageHeader")
    sender = add(header, "From")
    add(sender, "OrganName", letter.issuer.name)
    add(sender, "OrganizationInCharge", letter.issuer.parent)
    for addressee in letter.addressees:
        add(add(header, "To"), "OrganName", addressee.name)
    add(header, "DocumentId", key)
    code = add(header, "Code")
    add(code, "CodeNumber", letter.number.value)
    add(code, "CodeNotation", letter.number.symbol)
    promulgation = add(header, "PromulgationInfo")
    add(promulgation, "Place", letter.issued.place)
    add(promulgation, "PromulgationDate", _day(letter.issued.date))
    kind = add(header, "DocumentType")
    add(kind, "TypeName", kind_name(letter.kind.value))
    add(header, "Subject", letter.subject)
    signer = add(header, "SignerInfo")
    if letter.signer is not None:
        add(signer, "Competence", None if letter.signer.capacity is None else letter.signer.capacity.value)
        add(signer, "Position", letter.signer.position)
        add(signer, "FullName", letter.signer.name)
    days = [limit.due for d in letter.directives for limit in d.deadlines if limit.due is not None]
    add(header, "DueDate", _day(min(days, default=None)))
    places = add(header, "ToPlaces")
    for recipient in letter.distribution:
        add(places, "Place", recipient.name)
    other = add(header, "OtherInfo")
    add(other, "Priority", PRIORITIES[None if letter.urgency is None else letter.urgency.value][0])
    add(other, "PageAmount", letter.source.pages[1] - letter.source.pages[0] + 1)
    for cited in letter.references:
        if cited.relation.value == "implements" and cited.number is not None:
            answered = add(header, "ResponseFor")
            add(answered, "Code", "/".join(part for part in (cited.number, cited.symbol) if part))
            add(answered, "OrganName", cited.issuer)
            add(answered, "PromulgationDate", _day(cited.date))
    add(header, "SteeringType", 2 if days else 1 if letter.directives else 0)
    text: bytes = etree.tostring(root, xml_declaration=True, encoding="UTF-8", pretty_print=True)
    return text


def clean(text: str) -> str:
    """A text without the characters that XML can't hold."""
    return _ILLEGAL.sub("", text)


def _day(edtf: str | None) -> str | None:
    return None if edtf is None else edtf.replace("-", "/")
