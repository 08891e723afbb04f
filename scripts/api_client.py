"""Writes web/client.py, the typed client of the API, from the API's own OpenAPI document.

python -m scripts.api_client          write it
"""

from __future__ import annotations

import keyword
import re
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

OUT = Path(__file__).resolve().parent.parent / "web" / "client.py"
_HEAD = '''\
"""The typed client of the API, made by scripts/api_client.py from the OpenAPI document; not edited by hand."""

from __future__ import annotations

import json
import urllib.error
import urllib.request
from typing import Any, NotRequired, TypedDict, cast
from urllib.parse import quote, urlencode


class ApiError(Exception):
    """An answer other than the one hoped for; `problem` is its problem details (RFC 9457)."""

    def __init__(self, status: int, problem: dict[str, Any]) -> None:
        self.status = status
        self.problem = problem
        super().__init__(f"{status} {problem.get('title', '')} {problem.get('detail') or ''}".strip())


'''
_CLASS = '''class Client:
    """The API at `address` (`http://127.0.0.1:8030`), with a token where the desk asks for one."""

    def __init__(self, address: str, *, token: str | None = None, timeout: float = 30) -> None:
        self._address = address.rstrip("/")
        self._token = token
        self._timeout = timeout

    def _ask(
        self,
        method: str,
        path: str,
        *,
        query: dict[str, Any] | None = None,
        body: Any = None,
        headers: dict[str, str | None] | None = None,
    ) -> Any:
        asked = {name: _plain(value) for name, value in (query or {}).items() if value is not None}
        url = self._address + path + (f"?{urlencode(asked, doseq=True)}" if asked else "")
        data = None if body is None else json.dumps(body).encode()
        request = urllib.request.Request(url, data=data, method=method)
        for name, value in {**(headers or {}), "accept": "application/json"}.items():
            if value is not None:
                request.add_header(name, value)
        if data is not None:
            request.add_header("content-type", "application/json")
        if self._token is not None:
            request.add_header("authorization", f"Bearer {self._token}")
        try:
            with urllib.request.urlopen(request, timeout=self._timeout) as answer:
                read = answer.read()
                json_ = answer.headers.get_content_type() == "application/json"
                return json.loads(read) if json_ and read else read.decode()
        except urllib.error.HTTPError as error:
            try:
                problem = json.loads(error.read())
            except ValueError:
                problem = {}
            raise ApiError(error.code, problem if isinstance(problem, dict) else {}) from error
'''
_TAIL = """

def _plain(value: Any) -> Any:
    if isinstance(value, bool):
        return "true" if value else "false"
    return value
"""
_PLAIN = {"string": "str", "integer": "int", "number": "float", "boolean": "bool", "null": "None"}


def source(document: dict[str, Any]) -> str:
    """The client's source for an OpenAPI document."""
    parts = [_HEAD]
    for name, schema in sorted(document["components"]["schemas"].items()):
        parts.append(_model(_class(name), schema))
    parts.append(_CLASS)
    for path, operations in document["paths"].items():
        for method, operation in operations.items():
            body = operation.get("requestBody", {}).get("content", {})
            if "multipart/form-data" in body or path.endswith("/stream"):
                continue  # a file and a stream want more than a call
            parts.append(_method(method, path, operation))
    return "".join(parts) + _TAIL


def _model(name: str, schema: dict[str, Any]) -> str:
    if "enum" in schema:
        return f"{name} = str\n\n"
    required = set(schema.get("required", ()))
    rows = []
    for field, each in schema.get("properties", {}).items():
        kind = _type(each)
        rows.append(f'    "{field}": {kind if field in required else f"NotRequired[{kind}]"},\n')
    inside = "".join("    " + row for row in rows)
    return f'{name} = TypedDict(  # noqa: UP013\n    "{name}",\n    {{\n{inside}    }},\n)\n\n'


def _type(schema: dict[str, Any]) -> str:
    if "$ref" in schema:
        return '"' + _class(schema["$ref"].rsplit("/", 1)[-1]) + '"'
    for several in ("anyOf", "oneOf"):
        if several in schema:
            kinds = list(dict.fromkeys(_type(each) for each in schema[several]))
            return " | ".join(kinds) if not any(kind.startswith('"') for kind in kinds) else "Any"
    if schema.get("type") == "array":
        return f"list[{_type(schema.get('items', {}))}]"
    if schema.get("type") == "object":
        return "dict[str, Any]"
    return _PLAIN.get(str(schema.get("type")), "Any")


def _method(method: str, path: str, operation: dict[str, Any]) -> str:
    parameters = list(operation.get("parameters", ()))
    arguments = ["self"]
    query: list[str] = []
    headers: list[str] = []
    for each in (p for p in parameters if p["in"] == "path"):
        arguments.append(f"{_name(each['name'])}: {_type(each['schema'])}")
    body = operation.get("requestBody", {}).get("content", {}).get("application/json")
    if body is not None:
        arguments.append(f"body: {_type(body['schema'])}".replace('"', ""))
    keyed = [p for p in parameters if p["in"] in ("query", "header")]
    if keyed:
        arguments.append("*")
    for each in keyed:
        name, kind = _name(each["name"]), _type(each["schema"]).replace('"', "")
        needed = each.get("required", False)
        optional = kind if "None" in kind or kind == "Any" else f"{kind} | None"
        arguments.append(f"{name}: {kind}" if needed else f"{name}: {optional} = None")
        (query if each["in"] == "query" else headers).append(f'"{each["name"]}": {name}')
    answer = _answer(operation)
    filled = re.sub(r"\{(\w+)\}", lambda m: "{quote(str(" + _name(m[1]) + "), safe='')}", path)
    said = operation["description"].strip().splitlines()[0]
    call = [f'"{method.upper()}"', f'f"{filled}"' if "{" in path else f'"{path}"']
    call += [f"query={{{', '.join(query)}}}"] if query else []
    call += ["body=body"] if body is not None else []
    call += [f"headers={{{', '.join(headers)}}}"] if headers else []
    asked = f"self._ask({', '.join(call)})"
    result = f"        {asked}" if answer == "None" else f'        return cast("{answer}", {asked})'
    return (
        f'\n    def {operation["operationId"]}({", ".join(arguments)}) -> {answer}:\n        """{said}"""\n{result}\n'
    )


def _answer(operation: dict[str, Any]) -> str:
    for status, answer in operation["responses"].items():
        if status.startswith("2"):
            content = answer.get("content", {})
            if "application/json" in content:
                return _type(content["application/json"]["schema"]).replace('"', "")
            return "str" if content else "None"
    return "None"


def _class(name: str) -> str:
    return re.sub(r"\W+", "", "".join(part[:1].upper() + part[1:] for part in name.split("_")))


def _name(name: str) -> str:
    plain = re.sub(r"\W", "_", name).lower()
    return plain + "_" if keyword.iskeyword(plain) else plain


def formatted(text: str) -> str:
    """The source as ruff writes it."""
    command = [sys.executable, "-m", "ruff", "format", "--config", str(OUT.parent.parent / "pyproject.toml"), "-"]
    done = subprocess.run(command, input=text, capture_output=True, text=True, check=True, encoding="utf-8")
    return done.stdout


def document() -> dict[str, Any]:
    """The document of the API as it stands."""
    from store.book import open_store
    from web.api.document import describe
    from web.app import create_app
    from web.settings import Settings

    with tempfile.TemporaryDirectory() as folder:
        store = open_store(str(Path(folder) / "empty.db"), create=True)
        made = describe(create_app(Settings(background=False), store))
        store.close()
    return made


if __name__ == "__main__":
    OUT.write_text(formatted(source(document())), encoding="utf-8")
