"""edXML, in which offices exchange documents (QCVN 102:2016/BTTTT): the message's header of a letter.

Elements, their order and their form are those of the programs that offices send with, as tests/export/edxml.xsd writes
them down; the norm's own schema was not at hand. A letter does not say the offices' codes (OrganId), its attachments or
the course of its sending (TraceHeaderList, edXMLBody): the program that sends it adds them.
"""

from __future__ import annotations

import re

from schemas.record import Letter

NAMESPACE = "http://www.mic.gov.vn/TBT/QCVN_102_2016"
_ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


def edxml(key: str, letter: Letter) -> bytes:
    """The letter as an edXML document, UTF-8. `key` is its DocumentId; days are yyyy/mm/dd. What is not known is left
    out; a day that is blank in part too, for the form has no room for it.

    SteeringType: 0 nothing is ordered, 1 something is, 2 something is to be reported or done by a day.
    """
    from lxml import etree

    from export.names import PRIORITIES, kind_name

    def add(parent: etree._Element, name: str, value: str | int | None = None) -> None:
        text = "" if value is None else clean(str(value)).strip()
        if text:
            etree.SubElement(parent, f"{{{NAMESPACE}}}{name}").text = text

    def within(parent: etree._Element, name: str) -> etree._Element:
        return etree.SubElement(parent, f"{{{NAMESPACE}}}{name}")

    root = etree.Element(f"{{{NAMESPACE}}}edXML", nsmap={"edXML": NAMESPACE})
    header = within(within(within(root, "edXMLEnvelope"), "edXMLHeader"), "MessageHeader")
    sender = within(header, "From")
    add(sender, "OrganizationInCharge", letter.issuer.parent)
    add(sender, "OrganName", letter.issuer.name)
    for addressee in letter.addressees:
        add(within(header, "To"), "OrganName", addressee.name)
    code = within(header, "Code")
    add(code, "CodeNumber", letter.number.value)
    add(code, "CodeNotation", letter.number.symbol)
    promulgation = within(header, "PromulgationInfo")
    add(promulgation, "Place", letter.issued.place)
    add(promulgation, "PromulgationDate", _day(letter.issued.date))
    add(within(header, "DocumentType"), "TypeName", kind_name(letter.kind.value))
    add(header, "Subject", letter.subject)
    if letter.signer is not None:
        signer = within(header, "SignerInfo")
        add(signer, "Competence", None if letter.signer.capacity is None else letter.signer.capacity.value)
        add(signer, "Position", letter.signer.position)
        add(signer, "FullName", letter.signer.name)
    days = [limit.due for d in letter.directives for limit in d.deadlines if limit.due is not None]
    add(header, "DueDate", _day(min(days, default=None)))
    places = within(header, "ToPlaces")
    for recipient in letter.distribution:
        add(places, "Place", recipient.name)
    if not len(places):
        header.remove(places)
    other = within(header, "OtherInfo")
    add(other, "Priority", PRIORITIES[None if letter.urgency is None else letter.urgency.value][0])
    add(other, "PageAmount", letter.source.pages[1] - letter.source.pages[0] + 1)
    for cited in letter.references:
        number = (cited.number or "").strip()
        if cited.relation.value == "implements" and clean(number):
            answered = within(header, "ResponseFor")
            add(answered, "Code", "/".join(part for part in (number, cited.symbol) if part))
            add(answered, "PromulgationDate", _day(cited.date))
    add(header, "SteeringType", 2 if days else 1 if letter.directives else 0)
    add(header, "DocumentId", key)
    text: bytes = etree.tostring(root, xml_declaration=True, encoding="UTF-8", pretty_print=True)
    return text


def clean(text: str) -> str:
    """A text without the characters that XML can't hold."""
    return _ILLEGAL.sub("", text)


def _day(edtf: str | None) -> str | None:
    return edtf.replace("-", "/") if edtf is not None and _DAY.fullmatch(edtf) else None
