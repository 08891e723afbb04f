"""Units: who exists under which names and when, and what the names in letters mean by it."""
