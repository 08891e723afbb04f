"""What makes a PDF a PDF/A-2b beyond its pages: its own statement, one meaning for colours, nothing that acts."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING
from xml.sax.saxutils import escape

from pipeline.searchable.fit import without

if TYPE_CHECKING:
    import pikepdf

_ROOT_KEYS = ("/AcroForm", "/Perms", "/OpenAction", "/AA", "/Names", "/AF", "/Legal", "/Requirements", "/Collection")
_PRINTED = 4  # the flag of an annotation that is printed

_XMP = """<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="" xmlns:pdfaid="http://www.aiim.org/pdfa/ns/id/"
 xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:xmp="http://ns.adobe.com/xap/1.0/">
<pdfaid:part>2</pdfaid:part><pdfaid:conformance>B</pdfaid:conformance>
<dc:format>application/pdf</dc:format>
<dc:title><rdf:Alt><rdf:li xml:lang="x-default">{title}</rdf:li></rdf:Alt></dc:title>
<dc:description><rdf:Alt><rdf:li xml:lang="x-default">{about}</rdf:li></rdf:Alt></dc:description>
<dc:source>{source}</dc:source>
<xmp:CreatorTool>congvan</xmp:CreatorTool>
</rdf:Description></rdf:RDF></x:xmpmeta>
<?xpacket end="w"?>"""


def flattened(pdf: pikepdf.Pdf) -> None:
    """Fields and signatures become what they show: a copy must not carry a signature that it breaks."""
    from pikepdf import Array

    pdf.flatten_annotations("screen")
    for page in pdf.pages:
        kept = [note for note in page.obj.get("/Annots", []) if str(note.get("/Subtype", "")) == "/Link"]
        links = [_link(note) for note in kept if _harmless(note)]
        without(page.obj, ("/Annots",))
        if links:
            page.obj.Annots = Array(links)


def _harmless(note: pikepdf.Object) -> bool:
    action = note.get("/A")
    return action is None or str(action.get("/S", "")) in ("/URI", "/GoTo")


def _link(note: pikepdf.Object) -> pikepdf.Object:
    note.F = _PRINTED
    without(note, ("/AP", "/AA", "/PA"))
    return note


def marked(pdf: pikepdf.Pdf, *, title: str, about: str, source: str) -> None:
    """Take out of the catalogue what acts or belongs to other files; state the part, the colours and the origin."""
    from pikepdf import Array, Dictionary, Name, Stream, String

    root = pdf.Root
    without(root, _ROOT_KEYS)
    _layers(root)
    if "/Info" in pdf.trailer:
        del pdf.trailer["/Info"]
    metadata = Stream(pdf, _XMP.format(title=escape(title), about=escape(about), source=escape(source)).encode("utf-8"))
    metadata.Type, metadata.Subtype = Name.Metadata, Name.XML
    root.Metadata = pdf.make_indirect(metadata)
    profile = Stream(pdf, srgb_profile())
    profile.N, profile.Alternate = 3, Name.DeviceRGB
    root.OutputIntents = Array(
        [
            pdf.make_indirect(
                Dictionary(
                    Type=Name.OutputIntent,
                    S=Name.GTS_PDFA1,
                    OutputConditionIdentifier=String("sRGB"),
                    Info=String("sRGB IEC61966-2.1"),
                    DestOutputProfile=pdf.make_indirect(profile),
                )
            )
        ]
    )


def _layers(root: pikepdf.Object) -> None:
    """Optional content as an archive wants it: named, and nothing that switches it by itself."""
    from pikepdf import String

    if "/OCProperties" not in root:
        return
    layers = root.OCProperties
    for i, config in enumerate([layers.get("/D"), *layers.get("/Configs", [])]):
        if config is not None:
            config.Name = String(f"layers {i}")
            without(config, ("/AS", "/Order"))


def save(pdf: pikepdf.Pdf, out: Path) -> None:
    """Write to `out` whole or not at all; the same pages give the same bytes. No encryption, no LZW, header 1.7."""
    import pikepdf

    part = out.with_name(f".{out.name}.part")
    try:
        pdf.save(
            part,
            force_version="1.7",
            encryption=False,
            deterministic_id=True,
            object_stream_mode=pikepdf.ObjectStreamMode.generate,
            stream_decode_level=pikepdf.StreamDecodeLevel.generalized,
        )
        part.replace(out)
    finally:
        part.unlink(missing_ok=True)


def srgb_profile() -> bytes:
    """sRGB as an ICC profile, without the time it was made at."""
    from PIL import ImageCms

    profile = bytearray(ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes())
    profile[24:36] = bytes.fromhex("07d000010001000000000000")
    return bytes(profile)
