"""The way of a letter: read → split → zone → extract → resolve → assemble."""
