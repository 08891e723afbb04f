"""Makes the project's own sample letters: invented words, real page layouts, each beside its record.

One source (`data/letters/sources/NAME.toml`) holds the words of one letter with the answers marked up in them; from it
come both the files in every format and the gold record, so that text and answers cannot drift apart.

    python -m scripts.letters            all files and records
    from scripts.letters.scan import render_scan    degraded variants on the fly, for tests

The rooms: `wording` reads the mark-up, `model` the source, `answers` makes the record; `layout` sets the page, `pdf`
draws it, `sign` signs it, `scan` and `ink` make paper of it; `plain`, `markup`, `word`, `legacy`, `office` write the
formats without pages.
"""
