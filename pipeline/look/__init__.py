"""Look at a page: the zones and the evidence of a file, drawn over its page or its text."""

from __future__ import annotations

from pathlib import Path

from schemas.errors import CongvanError


class UnknownPicture(CongvanError):
    """The output's ending is neither .html nor .png."""

    exit_status = 2
    code = "unknown-picture"
    meaning = "The picture is drawn as a page for the browser or as an image."
    remedy = "Give an output that ends in .html or .png."


def look(path: Path, out: Path) -> None:
    """Write what was seen in `path` to `out`: `.html` (pages, zones, every value's place) or `.png` (the pages).

    Raises:
        CongvanError: as `pipeline.parse`; UnknownPicture for another ending.
    """
    from pipeline import analyse

    if out.suffix.lower() == ".html":
        from pipeline.look.html import render_html

        out.write_text(render_html(path, analyse(path)), encoding="utf-8")
    elif out.suffix.lower() == ".png":
        from pipeline.look.image import render_png

        render_png(path, analyse(path), out)
    else:
        raise UnknownPicture(f"{out.name} can't be drawn.")
