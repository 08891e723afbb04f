"""What can go wrong with a store: each says what happened, what it means and what to do, and has an exit status."""

from __future__ import annotations

from schemas.errors import CongvanError


class StoreError(CongvanError):
    """Something is wrong with the store itself, not with a letter."""

    exit_status = 40
    code = "store"


class NewerStore(StoreError):
    exit_status = 41
    code = "store-newer"
    meaning = "A newer version of congvan has written it; this version does not know its tables."
    remedy = "Use that version of congvan, or a store of this one (--store)."


class OlderStore(StoreError):
    exit_status = 42
    code = "store-older"
    meaning = "This version of congvan needs newer tables."
    remedy = "Keep a copy of the store, then run `congvan store upgrade`."


class NotAStore(StoreError):
    exit_status = 43
    code = "not-a-store"
    meaning = "There is something there, and it is not a store of congvan."
    remedy = "Name another place with --store or CONGVAN_STORE."


class NoSuchStore(StoreError):
    exit_status = 44
    code = "no-store"
    remedy = "Import letters first (`congvan import FOLDER`), or name the store with --store or CONGVAN_STORE."


class NotFound(StoreError):
    """Nothing in the store answers to that name."""

    exit_status = 45
    code = "not-found"


class Ambiguous(StoreError):
    """More than one thing in the store answers to that name."""

    exit_status = 46
    code = "ambiguous"


class DamagedOriginal(StoreError):
    exit_status = 47
    code = "damaged-original"
    meaning = "The bytes are not those that were imported."
    remedy = "Import the file again from its source; `congvan verify` lists all such files."


class Refused(StoreError):
    """The store refuses a value: it does not fit the record."""

    exit_status = 48
    code = "refused"
