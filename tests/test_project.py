"""The project keeps its word: what the documents say exists, CI runs what README names, versions are pinned."""

from __future__ import annotations

import json
import re
import subprocess
import tomllib
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[1]
DOCUMENTS = ["README.md", "CONTRIBUTING.md", "CHANGELOG.md", "docs/house.md", "docs/scale.md", "benchmarks/README.md"]
README = (ROOT / "README.md").read_text(encoding="utf-8")
MAKEFILE = (ROOT / "Makefile").read_text(encoding="utf-8")


def targets() -> set[str]:
    return set(re.findall(r"^([a-z]+):", MAKEFILE, re.MULTILINE))


def test_ci_runs_the_commands_that_readme_names() -> None:
    runs = re.findall(r"^make (\w+)$", (ROOT / ".ci" / "run").read_text(encoding="utf-8"), re.MULTILINE)
    assert runs == ["test", "check"]
    for command in runs:
        assert f"make {command}" in README


@pytest.mark.parametrize("name", DOCUMENTS)
def test_make_targets_that_are_written_about_exist(name: str) -> None:
    text = (ROOT / name).read_text(encoding="utf-8")
    assert set(re.findall(r"(?:`|^)make ([a-z]+)\b", text, re.MULTILINE)) <= targets()


@pytest.mark.parametrize("name", DOCUMENTS)
def test_links_lead_somewhere(name: str) -> None:
    path = ROOT / name
    for link in re.findall(r"\]\(([^)#\s]+)\)", path.read_text(encoding="utf-8")):
        assert link.startswith("http") or (path.parent / link).exists(), f"{name}: {link}"


@pytest.mark.parametrize("name", DOCUMENTS)
def test_files_that_are_written_about_exist(name: str) -> None:
    text = (ROOT / name).read_text(encoding="utf-8")
    for path in re.findall(r"`((?:data|tests|scripts|pipeline|schemas|extractors|docs|benchmarks)/[\w./-]+)`", text):
        if not re.search(r"[A-Z]{4}", path):  # NAME and FIELD stand for any
            assert (ROOT / path).exists(), f"{name}: {path}"


@pytest.mark.parametrize("name", DOCUMENTS)
def test_commands_and_options_that_are_written_about_exist(name: str) -> None:
    from click.testing import CliRunner

    from cli.main import congvan

    text = (ROOT / name).read_text(encoding="utf-8")
    shown: dict[str, set[str]] = {}
    for command, rest in re.findall(r"(?:`|\$ |bin/)congvan ([a-z]+)([^`\n]*)", text):
        shown.setdefault(command, set()).update(re.findall(r"--[a-z-]+", rest))
    for command, options in shown.items():
        helped = CliRunner().invoke(congvan, [command, "--help"])
        assert helped.exit_code == 0, f"{name}: congvan {command}"
        for option in options:
            assert option in helped.output, f"{name}: congvan {command} {option}"


def test_the_record_in_readme_is_the_one_that_is_read() -> None:
    from pipeline import parse

    found = re.search(r"<!-- record: (\S+) -->\n```json\n(.*?)```", README, re.DOTALL)
    assert found is not None
    (letter,) = parse(ROOT / found[1])
    differing = list(differences(json.loads(found[2]), letter.model_dump(mode="json")))
    assert differing == []


def differences(shown: Any, real: Any, at: str = "") -> list[str]:
    """Where `shown` says something that `real` does not; keys and items that are left out do not count."""
    if isinstance(shown, dict):
        return [d for key, value in shown.items() for d in differences(value, (real or {}).get(key), f"{at}/{key}")]
    if isinstance(shown, list):
        if len(shown) > len(real or ()):
            return [f"{at}: {len(shown)} shown, {len(real or ())} real"]
        return [d for i, value in enumerate(shown) for d in differences(value, real[i], f"{at}/{i}")]
    return [] if shown == real else [f"{at}: {shown!r} shown, {real!r} real"]


def test_every_dependency_is_pinned_to_a_version_that_is_allowed() -> None:
    from packaging.requirements import Requirement
    from packaging.utils import canonicalize_name

    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    pins = {}
    for line in (ROOT / "constraints.txt").read_text(encoding="utf-8").splitlines():
        name, _, version = line.partition("==")
        assert version, f"constraints.txt: {line!r} is no pin"
        pins[canonicalize_name(name)] = version
    asked = [*project["dependencies"], *project["optional-dependencies"]["dev"]]
    for requirement in map(Requirement, asked):
        name = canonicalize_name(requirement.name)
        if name == project["name"]:
            continue
        assert name in pins, f"{requirement} is not in constraints.txt (make constraints)"
        assert requirement.specifier.contains(pins[name]), f"{requirement} against {pins[name]}"


@pytest.mark.parametrize("name", ["scripts/system-packages.sh", "scripts/demo.sh", ".ci/run"])
def test_shell_scripts_can_be_read(name: str) -> None:
    subprocess.run(["bash", "-n", str(ROOT / name)], check=True)


def test_nothing_large_is_committed() -> None:
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=False)
    if listed.returncode != 0:
        pytest.skip("not a git checkout")
    sizes = {
        name: (ROOT / name).stat().st_size
        for name in listed.stdout.decode().split("\0")
        if name and (ROOT / name).is_file()
    }
    assert max(sizes.values()) < 4_000_000
    assert sum(size for name, size in sizes.items() if name.startswith("data/letters/")) < 12_000_000
