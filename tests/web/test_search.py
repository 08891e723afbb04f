"""The search page says what it left out."""

from __future__ import annotations

import pytest
from fastapi.testclient import TestClient

from store import vocabulary


def test_a_beginning_of_very_many_words_is_said_to_be_narrowed(
    desk: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert "Rất nhiều từ bắt đầu bằng" not in desk.get("/search?q=th*").text
    monkeypatch.setattr(vocabulary, "MOST", 1)
    monkeypatch.setattr(vocabulary, "SOON", 0)
    assert "Rất nhiều từ bắt đầu bằng th*" in desk.get("/search?q=th*").text
