"""Every row of every table in data/rules proves itself: it reads what it says, ignores the rest, and is fast."""

from __future__ import annotations

import time

import pytest

from schemas.rule import Rule, names, table
from vietnamese.fold import key

ROWS = [pytest.param(name, rule, id=f"{name}/{rule.id}") for name in names() for rule in table(name).rules]

# Lines that make a careless pattern run for ever: one long run of each kind of character that patterns repeat over.
LONG = (
    "Sở Y tế đề nghị các đơn vị thực hiện theo quy định " * 200,
    "a" * 10_000,
    "1" * 10_000,
    " " * 10_000,
    "-" * 10_000,
    ". " * 5_000,
    "A-" * 5_000,
    "1/" * 5_000,
    "Số: 12/SYT-NV ngày 05 tháng 3 năm 2024, " * 250,
    "trước ngày 30/11/2023 " * 450,
)


def compared(rule: Rule, value: str | None) -> str | None:
    """A group's words in the form in which the rule sees them: a rule on the key knows no accents."""
    return key(value) if rule.on_key and value is not None else value


@pytest.mark.parametrize(("name", "rule"), ROWS)
def test_a_rule_reads_its_examples(name: str, rule: Rule) -> None:
    for example in rule.reads:
        expected = {group: compared(rule, value) for group, value in example.groups.items() if group not in rule.sets}
        read = [
            {group: compared(rule, hit.text(example.text, group)) for group in expected}
            for hit in rule.scan(example.text, key(example.text))
        ]
        assert expected in read, f"{name}/{rule.id} reads {read} in {example.text!r}, not {expected}"
        for group, value in example.groups.items():
            if group in rule.sets:
                assert rule.sets[group] == value


@pytest.mark.parametrize(("name", "rule"), ROWS)
def test_a_rule_ignores_its_counter_examples(name: str, rule: Rule) -> None:
    for text in rule.ignores:
        assert not list(rule.scan(text, key(text))), f"{name}/{rule.id} reads {text!r}"


@pytest.mark.parametrize(("name", "rule"), ROWS)
def test_a_rule_is_fast_on_a_long_line(name: str, rule: Rule) -> None:
    for text in LONG:
        started = time.process_time()
        sum(1 for _ in rule.scan(text, key(text)))
        took = time.process_time() - started
        assert took < 0.5, f"{name}/{rule.id} takes {took:.2f} s on {text[:20]!r}…"
