"""Many files at once: which files a place holds, and runners that read them without harm to one another."""

from pipeline.imports.course import Outcome
from pipeline.imports.crew import start_server
from pipeline.imports.places import Look, Place, Remote
from pipeline.imports.runner import Runner
from pipeline.imports.walk import each_letter, letter_files
from pipeline.imports.workers import Workers

__all__ = ["Look", "Outcome", "Place", "Remote", "Runner", "Workers", "each_letter", "letter_files", "start_server"]
