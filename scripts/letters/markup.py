"""Letters as Markdown and as web pages: copied from a legal portal, wrapped in a page's own text, or plain.

Options: `style` "crawl" (letterhead and tail each one row of a table) or "article" for Markdown; `wrap` true puts a
web page's navigation, related links and comments around the letter.
"""

from __future__ import annotations

from html import escape

from scripts.letters import rows
from scripts.letters.cells import PARTY, STATE, number_line, place_date
from scripts.letters.model import Block, Letter
from scripts.letters.wording import Phrase

NAVIGATION = ("Trang chủ", "Giới thiệu", "Tin tức - Sự kiện", "Văn bản", "Thủ tục hành chính", "Liên hệ")
RELATED = (
    "Thông báo lịch tiếp công dân tháng này",
    "Mời đọc: Hướng dẫn tra cứu hồ sơ trực tuyến",
    "Tin ảnh: Lễ phát động Tết trồng cây",
)


def markdown(letter: Letter, **options: object) -> bytes:
    """The letter as Markdown."""
    crawl = options.get("style", "crawl") == "crawl"
    out: list[str] = []
    if crawl and letter.subject is not None:
        out += [f"# {letter.subject_prefix}{letter.subject}"]
    out += _crawled_head(letter) if crawl else [f"**{a}** {b}".strip("* ") + "  " for a, b in rows.head(letter)]
    out += [f"**{mark}**" for mark in rows.marks(letter)]
    out += [f"**{line}**" for line in rows.title(letter)]
    out += ["\n".join(rows.addressees(letter))]
    table: list[Block] = []
    for block in letter.body:
        if block.cells:
            table.append(block)
            continue
        out += _pipes(table)
        table = []
        text = _starred(block.words)
        out.append(f"**{block.label} {text}**" if block.bold else f"{block.label or ''} {text}".strip())
    out += _pipes(table)
    if crawl:
        left, right = " ".join(rows.distribution(letter)), [*rows.authority(letter), rows.signer_name(letter)]
        out.append(f"| {left} | {' '.join(right)} |\n|---|---|")
    else:
        out.append("\n".join(f"*{line}*" if i == 0 else line for i, line in enumerate(rows.distribution(letter))))
        out.append("**" + "  \n".join(rows.authority(letter)) + "**")
        out.append(rows.signer_name(letter))
    return ("\n\n".join(part for part in out if part.strip()) + "\n").encode()


def _crawled_head(letter: Letter) -> list[str]:
    bodies = [" ".join(body.printed) for body in (letter.parent, letter.issuer) if body is not None]
    national = " ".join(PARTY if letter.party else STATE)
    number = number_line(letter) or ""
    if letter.kind == "cong_van" and letter.subject is not None:
        number += f" {letter.subject_prefix}{letter.subject}"
    top = f"| {' '.join(bodies)} ------- | {national} --------------- |\n|---|---|\n"
    return [top + f"| {number} | {place_date(letter) or ''} |"]


def _starred(words: Phrase) -> str:
    return "".join(f"**{run.text}**" if run.bold else f"*{run.text}*" if run.italic else run.text for run in words.runs)


def _pipes(table: list[Block]) -> list[str]:
    if not table:
        return []
    lines = [f"| {' | '.join(cell.text for cell in row.cells)} |" for row in table]
    lines.insert(1, "|---" * len(table[0].cells) + "|")
    return ["\n".join(lines)]


def html(letter: Letter, **options: object) -> bytes:
    """The letter as a web page."""
    article = "\n".join([*_html_head(letter), *_html_body(letter), *_html_tail(letter)])
    if letter.raw is not None:
        article = "\n".join(f"<p>{escape(line)}</p>" for line in letter.raw.strip().split("\n") if line.strip())
    name = escape(letter.subject or letter.id)
    before, after = _wrapping(name) if options.get("wrap") else ("", "")
    page = (
        '<!DOCTYPE html>\n<html lang="vi"><head><meta charset="utf-8">'
        f"<title>{name}</title><style>body{{font-family:serif}}</style>"
        '<script>var page = "van-ban";</script></head>\n<body>\n'
        f"{before}<article>\n{article}\n</article>\n{after}</body></html>\n"
    )
    return page.encode()


def _wrapping(name: str) -> tuple[str, str]:
    links = " | ".join(f'<a href="#">{escape(word)}</a>' for word in NAVIGATION)
    related = "".join(f'<li><a href="#">{escape(word)}</a></li>' for word in RELATED)
    before = (
        f"<header><nav>{links}</nav></header>\n<p>Trang chủ &raquo; Văn bản &raquo; {name}</p>\n"
        "<p>Lượt xem: 1.204 &nbsp; Cỡ chữ: A- A A+</p>\n"
    )
    after = (
        f"<aside><h3>Tin liên quan</h3><ul>{related}</ul></aside>\n"
        "<section><h3>Bình luận (1)</h3><p>Cảm ơn quý cơ quan đã đăng tải.</p></section>\n"
        "<footer><p>Bản quyền thuộc về Cổng thông tin điện tử. Ghi rõ nguồn khi phát hành lại.</p></footer>\n"
    )
    return before, after


def _lines(lines: list[str], tag: str = "b") -> str:
    return "<br>".join(f"<{tag}>{escape(line)}</{tag}>" for line in lines)


def _html_head(letter: Letter) -> list[str]:
    left = [line for body in (letter.parent, letter.issuer) if body is not None for line in body.printed]
    number = escape(number_line(letter) or "")
    if letter.kind == "cong_van" and letter.subject is not None:
        number += f"<br>{escape(letter.subject_prefix + letter.subject)}"
    out = [
        '<table width="100%"><tbody>',
        f'<tr><td align="center">{_lines(left)}</td>'
        f'<td align="center">{_lines(list(PARTY if letter.party else STATE))}</td></tr>',
        f'<tr><td align="center">{number}</td><td align="center"><i>{escape(place_date(letter) or "")}</i></td></tr>',
        "</tbody></table>",
    ]
    out += [f'<p align="center"><b>{escape(line)}</b></p>' for line in [*rows.marks(letter), *rows.title(letter)]]
    return out + [f'<p style="margin-left:120px">{escape(line)}</p>' for line in rows.addressees(letter)]


def _html_body(letter: Letter) -> list[str]:
    out: list[str] = []
    inside = False
    for block in letter.body:
        if block.cells and not inside:
            out.append('<table border="1">')
        if inside and not block.cells:
            out.append("</table>")
        inside = bool(block.cells)
        if block.cells:
            tag = "th" if block.role == "columns" else "td"
            out.append("<tr>" + "".join(f"<{tag}>{escape(cell.text)}</{tag}>" for cell in block.cells) + "</tr>")
            continue
        text = "".join(
            f"<b>{escape(run.text)}</b>"
            if run.bold
            else f"<i>{escape(run.text)}</i>"
            if run.italic
            else escape(run.text)
            for run in block.words.runs
        )
        text = text if block.label is None else f"{escape(block.label)} {text}"
        out.append(f"<p><b>{text}</b></p>" if block.bold else f"<p>{text}</p>")
    return [*out, "</table>"] if inside else out


def _html_tail(letter: Letter) -> list[str]:
    left, right = rows.distribution(letter), rows.authority(letter)
    if not left and not right:
        return []
    name = escape(rows.signer_name(letter))
    return [
        f'<table width="100%"><tr><td valign="top">{_lines(left, "span")}</td>'
        f'<td align="center">{_lines(right)}<br><br><br><b>{name}</b></td></tr></table>'
    ]
