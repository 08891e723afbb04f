"""How well and how fast scans are read; `python -m benchmarks.ocr --help`.

`errors` counts characters, `fields` what comes out of records, `speed` times against bare engines, `memory` watches a
long scan. What they measure and what came out stands in benchmarks/README.md.
"""
