"""Many files at once: which files a folder holds, and workers that read them without harm to one another."""

from pipeline.imports.walk import letter_files
from pipeline.imports.workers import Outcome, Workers, start_server

__all__ = ["Outcome", "Workers", "letter_files", "start_server"]
