"""The deployment files say what the project does: they parse, their commands and settings exist, versions agree."""

from __future__ import annotations

import re
import shlex
from pathlib import Path
from typing import Any

import pytest
import yaml
from click.testing import CliRunner

from cli.main import congvan

ROOT = Path(__file__).resolve().parents[1]
COMPOSE = yaml.safe_load((ROOT / "deploy" / "compose.yaml").read_text(encoding="utf-8"))
KUBERAY = list(yaml.safe_load_all((ROOT / "deploy" / "kuberay.yaml").read_text(encoding="utf-8")))
DOCKERFILE = (ROOT / "deploy" / "Dockerfile").read_text(encoding="utf-8")
PINS = dict(re.findall(r"^([\w.-]+)==(\S+)$", (ROOT / "constraints.txt").read_text(encoding="utf-8"), re.MULTILINE))


def containers(found: Any) -> list[dict[str, Any]]:
    """Every container of a manifest, however deep."""
    if isinstance(found, list):
        return [each for item in found for each in containers(item)]
    if not isinstance(found, dict):
        return []
    here = list(found.get("containers", []))
    return here + [each for key, value in found.items() if key != "containers" for each in containers(value)]


def commands() -> list[list[str]]:
    """Every command line of congvan in the files."""
    lines = [[*each.get("entrypoint", []), *each.get("command", [])] for each in COMPOSE["services"].values()]
    for each in containers(KUBERAY):
        lines.append(each.get("command", []))
        for text in each.get("args", []):
            lines += [shlex.split(part) for part in re.split(r"&&|;|[{}]", text)]
    return [line for line in lines if line[:1] == ["congvan"]]


@pytest.mark.parametrize("line", commands(), ids=" ".join)
def test_commands_and_options_exist(line: list[str]) -> None:
    shown = CliRunner().invoke(congvan, [line[1], "--help"])
    assert shown.exit_code == 0
    for option in (word for word in line if word.startswith("--")):
        assert option in shown.output, option


def test_there_are_commands_to_check() -> None:
    assert {line[1] for line in commands()} == {"serve", "import", "accounts"}


def test_volumes_and_settings_that_services_name_are_there() -> None:
    for name, service in COMPOSE["services"].items():
        for volume in service.get("volumes", []):
            assert volume.partition(":")[0] in COMPOSE["volumes"], name
        for each in service.get("configs", []):
            assert each["source"] in COMPOSE["configs"], name
        for other in service.get("depends_on", []):
            assert other in COMPOSE["services"], name
        assert "image" in service, name


def test_manifests_agree_with_one_another_and_with_what_is_pinned() -> None:
    kinds = {each["kind"]: each for each in KUBERAY}
    assert set(kinds) == {"RayCluster", "Job", "Deployment", "ConfigMap", "PersistentVolumeClaim", "Service"}
    assert kinds["RayCluster"]["spec"]["rayVersion"] == PINS["ray"]
    images = {each["image"] for each in containers(KUBERAY)}
    assert len(images) == 1
    labels = kinds["Deployment"]["spec"]["template"]["metadata"]["labels"]
    assert kinds["Service"]["spec"]["selector"] == labels
    volumes = kinds["Deployment"]["spec"]["template"]["spec"]["volumes"]
    claims = {each["persistentVolumeClaim"]["claimName"] for each in volumes if "persistentVolumeClaim" in each}
    assert claims == {kinds["PersistentVolumeClaim"]["metadata"]["name"]}
    (job,) = containers(kinds["Job"])
    assert f"{kinds['RayCluster']['metadata']['name']}-head-svc:6379" in job["args"][0]


def test_a_reading_node_has_the_memory_that_its_workers_may_take() -> None:
    from pipeline.imports.cluster import _BESIDE, MEBIBYTE, MEMORY

    cluster = next(each for each in KUBERAY if each["kind"] == "RayCluster")
    (group,) = cluster["spec"]["workerGroupSpecs"]
    (reader,) = containers(group)
    limits = reader["resources"]["limits"]
    offered = int(limits["memory"].removesuffix("Gi")) * 1024 * MEBIBYTE * 0.7  # Ray keeps the rest for its objects
    assert int(limits["cpu"]) * (MEMORY + _BESIDE) <= offered


def test_the_image_has_what_the_system_must_give() -> None:
    wanted = re.findall(
        r"missing\+=\(([\w-]+)\)", (ROOT / "scripts" / "system-packages.sh").read_text(encoding="utf-8")
    )
    assert len(wanted) >= 3
    for package in wanted:
        assert package in DOCKERFILE, package
    assert re.search(r"\[cluster,\w+\]", DOCKERFILE)


@pytest.mark.parametrize("name", ["CONGVAN_STORE", "CONGVAN_ORIGINALS"])
def test_settings_in_the_environment_are_read(name: str) -> None:
    assert name in (ROOT / "store" / "book.py").read_text(encoding="utf-8")
    assert name in COMPOSE["services"]["desk"]["environment"]
