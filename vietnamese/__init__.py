"""The Vietnamese language: folding, legacy encodings, words, numerals, the calendar, names. Imports nothing of ours."""
