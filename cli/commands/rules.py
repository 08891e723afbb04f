"""`congvan rules`."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from schemas.rule import Rule


@click.group("rules")
def rules_command() -> None:
    """Look after the tables of rules in data/rules."""


@rules_command.command("check")
def check() -> None:
    """Check every table: keys, patterns, names, and that each rule reads and ignores what it says."""
    from schemas.errors import BadRules
    from schemas.rule import names, table

    problems = 0
    total = 0
    for name in names():
        try:
            rules = table(name).rules
        except BadRules as error:
            click.echo(f"{name}: {error}", err=True)
            problems += 1
            continue
        total += len(rules)
        for rule in rules:
            for problem in _problems(rule):
                click.echo(f"{name}: rule {rule.id!r} {problem}", err=True)
                problems += 1
    if problems:
        raise BadRules(f"{problems} problems in {len(names())} tables.")
    click.echo(f"{total} rules in {len(names())} tables are in order.")


def _problems(rule: Rule) -> Iterator[str]:
    """What the rule's own examples say against it."""
    from vietnamese.fold import key

    for example in rule.reads:
        hits = [
            {**{name: hit.text(source, name) for name in hit.groups}, **rule.sets}
            for hit in rule.scan(example.text, key(example.text))
            for source in (example.text, key(example.text))  # a rule on keys may say its groups' values folded
        ]
        if not any(all(hit.get(name) == value for name, value in example.groups.items()) for hit in hits):
            yield f"does not read {example.text!r} as {example.groups}"
    for text in rule.ignores:
        if any(True for _ in rule.scan(text, key(text))):
            yield f"reads {text!r}, which it must ignore"
