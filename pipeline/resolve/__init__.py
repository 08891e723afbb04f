"""Resolve: what is written becomes what it means. Pure functions: no disk, no clock."""
