"""The API's own page for people: what can be asked, from the OpenAPI document; and what each problem means."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter, FastAPI, Request
from fastapi.openapi.utils import get_openapi
from fastapi.responses import HTMLResponse

from web.api.models import Problem
from web.desk import TheDesk
from web.render import page
from web.words import table

router = APIRouter(include_in_schema=False)


def describe(app: FastAPI) -> dict[str, Any]:
    """The OpenAPI 3.1 document, made once. Errors are problem details throughout."""
    if app.openapi_schema is None:
        made = get_openapi(
            title="congvan",
            version=app.version,
            openapi_version="3.1.0",
            description="Văn bản, nhiệm vụ và thời hạn của chúng. Letters, what they order, of whom and by when.",
            routes=app.routes,
        )
        made["components"]["schemas"].setdefault("Problem", Problem.model_json_schema())
        for path in made["paths"].values():
            for operation in path.values():
                for status, answer in operation["responses"].items():
                    if status.isdecimal() and int(status) >= 400:
                        answer["content"] = {
                            "application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}
                        }
        for unused in ("HTTPValidationError", "ValidationError"):
            made["components"]["schemas"].pop(unused, None)
        app.openapi_schema = made
    return app.openapi_schema


@router.get("/api")
def show(request: Request, desk: TheDesk) -> HTMLResponse:
    document = describe(request.app)
    paths = [
        (method.upper(), path, operation)
        for path, methods in document["paths"].items()
        for method, operation in methods.items()
    ]
    return page(request, "api.html", paths=paths)


@router.get("/api/problems")
def problems(request: Request, desk: TheDesk) -> HTMLResponse:
    codes = [name.partition(".")[2] for name in table() if name.startswith("error.")]
    codes = [code for code in codes if not code.endswith("-remedy") and code != "home"]
    return page(request, "problems.html", codes=codes)
