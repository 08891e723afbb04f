"""One module for each field of the record: pure functions from a zoned document to what was found."""
