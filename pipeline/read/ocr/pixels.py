"""OpenCV as the OCR room uses it: untyped, for its stubs know only arrays of any number and would need casts."""

from __future__ import annotations

import importlib
from typing import Any

cv2: Any = importlib.import_module("cv2")
