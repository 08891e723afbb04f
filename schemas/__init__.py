"""What things are: pages, zones, what was found, the record and the rules. Imports nothing of ours."""
