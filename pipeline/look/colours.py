"""One colour for each cell, far enough apart to be told from each other, light enough to read through."""

from __future__ import annotations

from schemas.zone import Cell

COLOURS: dict[Cell, str] = {
    Cell.NATIONAL: "#9e9e9e",
    Cell.ISSUER: "#1e88e5",
    Cell.NUMBER: "#d81b60",
    Cell.PLACE_DATE: "#8e24aa",
    Cell.KIND: "#3949ab",
    Cell.TITLE: "#5e35b1",
    Cell.SUBJECT: "#00897b",
    Cell.ADDRESSEES: "#f4511e",
    Cell.BODY: "#7cb342",
    Cell.AUTHORITY: "#6d4c41",
    Cell.SIGNER: "#c0392b",
    Cell.DISTRIBUTION: "#00acc1",
    Cell.SECRECY: "#ff1744",
    Cell.URGENCY: "#ff5252",
    Cell.MARK: "#90a4ae",
    Cell.ARRIVAL: "#ec407a",
    Cell.SIGNATURE_PANEL: "#ab47bc",
    Cell.PAGE_NUMBER: "#bdbdbd",
    Cell.FOOTNOTE: "#a1887f",
    Cell.RUNNING: "#cfd8dc",
    Cell.APPENDIX: "#fbc02d",
    Cell.WRAPPER: "#b0bec5",
    Cell.DECORATION: "#e0e0e0",
}
