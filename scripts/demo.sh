#!/usr/bin/env bash
# The first look: the project's own letters go into a store, and the store says who owes what by when.
set -euo pipefail
cd "$(dirname "$0")/.."
store=demo/congvan.db
day=2025-03-10 # a day on which some of the letters' obligations are overdue, some due, some to come
congvan=.venv/bin/congvan

mkdir -p demo
rm -f "$store" "$store"-wal "$store"-shm
say() { printf '\n\033[1m$ %s\033[0m\n' "$*"; }

say congvan import data/letters --store "$store"
"$congvan" import data/letters --store "$store"

say congvan due --store "$store" --on "$day"
"$congvan" due --store "$store" --on "$day"

cat <<TEXT

Your own letters next:
  .venv/bin/congvan import FOLDER            reads them into ./congvan.db
  .venv/bin/congvan due --to 2025-06-30      what is owed until then
  .venv/bin/congvan parse FILE --pretty      one letter as a table
TEXT
