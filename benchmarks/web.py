"""How fast the web desk answers: each main page by itself, then 50 people at once.

    python -m benchmarks.web --store /tmp/big.db      # that `benchmarks.store --keep` made, or any other
    python -m benchmarks.web --store /tmp/copy.db --users 50 --seconds 20

Starts `congvan serve` on a free port, asks each page some dozens of times one after the other (p50, p95 of the server's
own time, as Server-Timing says; the processor's time of the server, which is what a machine with nothing else to do
would take; and the size on the wire), then lets users read, search, correct and import at once and
prints p50, p95, errors, and whether every correction and upload is there afterwards. It writes to the store: give a
copy.
"""

from __future__ import annotations

import argparse
import gzip
import http.client
import json
import os
import random
import re
import socket
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import quote, urlencode

THINK = (0.5, 2.0)  # seconds between two pages of one person


@dataclass(slots=True)
class Answer:
    status: int
    body: str
    seconds: float
    server_ms: float
    size: int


@dataclass(slots=True)
class Seen:
    """What a load has shown: seconds by kind of request, what went wrong, what must be there afterwards."""

    took: dict[str, list[float]] = field(default_factory=dict)
    errors: list[str] = field(default_factory=list)
    corrected: dict[str, str] = field(default_factory=dict)
    uploaded: list[int] = field(default_factory=list)
    lock: threading.Lock = field(default_factory=threading.Lock)


class Browser:
    """A person's browser: one connection that is kept."""

    def __init__(self, port: int) -> None:
        self._connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)

    def ask(self, method: str, path: str, body: bytes | None = None, kind: str = "") -> Answer:
        headers = {"accept-encoding": "gzip", "accept": "application/json"}
        if kind:
            headers["content-type"] = kind
        began = time.perf_counter()
        self._connection.request(method, path, body=body, headers=headers)
        answer = self._connection.getresponse()
        raw = answer.read()
        seconds = time.perf_counter() - began
        text = gzip.decompress(raw) if answer.headers.get("content-encoding") == "gzip" else raw
        timing = re.search(r"dur=([\d.]+)", answer.headers.get("server-timing", ""))
        ms = float(timing[1]) if timing is not None else seconds * 1000
        return Answer(answer.status, text.decode("utf-8", "replace"), seconds, ms, len(raw))


def p(values: list[float], share: float) -> float:
    """A percentile."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))]


def processor(pid: int) -> float:
    """The processor's time that a process has had, in milliseconds; 0 where the system does not tell."""
    try:
        fields = Path(f"/proc/{pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
    except OSError:
        return 0.0
    return 1000 * (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def pages(keys: list[str], unit: str, word: str) -> dict[str, str]:
    """The main pages, with filters that mean something in this store."""
    return {
        "board": "/board",
        "unit": f"/obligations?unit={quote(unit)}&window=all",
        "unit, overdue": f"/obligations?unit={quote(unit)}&window=late",
        "calendar": f"/obligations?unit={quote(unit)}&window=all&view=calendar",
        "letters": "/letters",
        "letters of a kind": "/letters?kind=cong_van&orders=1",
        "letter": f"/letters/{keys[0]}",
        "search, a common word": f"/search?q={quote(word)}",
        "search, two words": f"/search?q={quote(word)}+cao",
        "review queue": "/review",
        "review": f"/review/{keys[1]}",
        "to look at": "/attention",
        "units": "/units",
        "import": "/import",
        "api: directives": f"/api/v1/directives?unit={quote(unit)}&limit=100",
        "api: letters": "/api/v1/letters?limit=100",
        "api: changes": "/api/v1/changes?limit=100",
    }


def alone(port: int, times: int, pid: int) -> None:
    """Each page by itself."""
    browser = Browser(port)
    keys, unit, word = known(browser)
    print(f"{'page':<24}{'p50 ms':>9}{'p95 ms':>9}{'cpu ms':>9}{'kB sent':>9}")
    for name, path in pages(keys, unit, word).items():
        browser.ask("GET", path)  # the first fills caches
        began = processor(pid)
        answers = [browser.ask("GET", path) for _ in range(times)]
        cpu = (processor(pid) - began) / times
        bad = [answer.status for answer in answers if answer.status != 200]
        took = [answer.server_ms for answer in answers]
        note = f"  status {bad[0]}" if bad else ""
        sent = answers[-1].size / 1000
        print(f"{name:<24}{statistics.median(took):>9.1f}{p(took, 0.95):>9.1f}{cpu:>9.1f}{sent:>9.1f}{note}")


def known(browser: Browser) -> tuple[list[str], str, str]:
    """Letters, a unit that owes much, and a common word of this store."""
    rows = json.loads(browser.ask("GET", "/api/v1/directives?limit=200").body)["items"]
    keys = list(dict.fromkeys(row["letter"] for row in rows))
    names = [one["name"] for row in rows for one in row["assignees"]]
    words = " ".join(row["text"] for row in rows).lower().split()
    plain = [word for word in words if word.isalpha() and len(word) > 2]
    return keys, statistics.mode(names), statistics.mode(plain)


def person(number: int, port: int, until: float, seen: Seen) -> None:
    """One of many: mostly reads and searches, sometimes corrects and imports."""
    chance, browser = random.Random(number), Browser(port)
    keys, unit, word = known(browser)
    reading = list(pages(keys, unit, word).items())
    while time.monotonic() < until:
        draw = chance.random()
        try:
            if draw < 0.08:
                name, answer = "correct", correct(browser, chance.choice(keys), f"{number} {chance.random()}", seen)
            elif draw < 0.12:
                name, answer = "import", upload(browser, f"thu-{number}-{chance.random()}", seen)
            else:
                name, path = chance.choice(reading)
                answer = browser.ask("GET", path)
        except (OSError, http.client.HTTPException) as error:
            with seen.lock:
                seen.errors.append(f"{type(error).__name__}: {error}")
            browser = Browser(port)
            continue
        with seen.lock:
            seen.took.setdefault(name, []).append(answer.seconds)
            if answer.status not in (200, 202):
                seen.errors.append(f"{name}: {answer.status} {answer.body[:120]}")
        time.sleep(chance.uniform(*THINK))


def correct(browser: Browser, key: str, value: str, seen: Seen) -> Answer:
    body = json.dumps({"pointer": "/subject", "value": value}).encode()
    answer = browser.ask("POST", f"/api/v1/letters/{key}/corrections", body, "application/json")
    if answer.status == 200:
        with seen.lock:
            seen.corrected[f"{key} {value}"] = value
    return answer


def upload(browser: Browser, name: str, seen: Seen) -> Answer:
    text = f"Tệp thử tải {name}\n".encode()
    body = (
        b'--x\r\ncontent-disposition: form-data; name="file"; filename="' + name.encode() + b'.txt"\r\n\r\n'
        + text + b"\r\n--x--\r\n"
    )  # fmt: skip
    answer = browser.ask("POST", "/api/v1/imports", body, "multipart/form-data; boundary=x")
    if answer.status == 202:
        with seen.lock:
            seen.uploaded.append(json.loads(answer.body)["id"])
    return answer


def together(port: int, users: int, seconds: float, pid: int) -> int:
    """Many people at once; gives how many things went wrong."""
    seen, until, began = Seen(), time.monotonic() + seconds, processor(pid)
    people = [threading.Thread(target=person, args=(n, port, until, seen)) for n in range(users)]
    for thread in people:
        thread.start()
    for thread in people:
        thread.join()
    took = [second for each in seen.took.values() for second in each]
    print(f"\n{users} people for {seconds:.0f} s: {len(took)} requests, {len(took) / seconds:.0f} a second")
    print(f"the server had {(processor(pid) - began) / max(1, len(took)):.1f} ms of a processor a request")
    print(f"p50 {1000 * statistics.median(took):.0f} ms, p95 {1000 * p(took, 0.95):.0f} ms, {len(seen.errors)} errors")
    for name, each in sorted(seen.took.items()):
        print(f"  {name:<24}{len(each):>6}{1000 * statistics.median(each):>9.0f}{1000 * p(each, 0.95):>9.0f}")
    for error in seen.errors[:5]:
        print(f"  {error}")
    browser, lost = Browser(port), 0
    feed = audit(browser)
    lost += sum(1 for each in seen.corrected if each not in feed)
    end = time.monotonic() + 120
    for number in seen.uploaded:
        while time.monotonic() < end:
            if json.loads(browser.ask("GET", f"/api/v1/imports/{number}").body)["status"] not in ("queued", "reading"):
                break
            time.sleep(0.2)
        else:
            lost += 1
    print(f"{len(seen.corrected)} corrections and {len(seen.uploaded)} uploads, {lost} lost")
    return len(seen.errors) + lost


def audit(browser: Browser) -> set[str]:
    """Every correction in the feed, as `letter value`."""
    found, after = set[str](), 0
    while True:
        part = json.loads(browser.ask("GET", f"/api/v1/changes?{urlencode({'after': after, 'limit': 500})}").body)
        found.update(
            f"{line['letter']} {line['after']}" for line in part["items"] if line["what"] == "letter.corrected"
        )
        if not part["more"]:
            return found
        after = part["cursor"]


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("--store", required=True)
    asked.add_argument("--times", type=int, default=40)
    asked.add_argument("--users", type=int, default=50)
    asked.add_argument("--seconds", type=float, default=20)
    chosen = asked.parse_args()
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
    command = [sys.executable, "-m", "cli.main", "serve", "--port", str(port), "--store", chosen.store, "--jobs", "1"]
    log = tempfile.TemporaryFile("w+", encoding="utf-8")  # noqa: SIM115 (closed below)
    server = subprocess.Popen(command, stderr=log)
    try:
        for _ in range(200):
            try:
                Browser(port).ask("GET", "/health")
                break
            except OSError:
                time.sleep(0.1)
        alone(port, chosen.times, server.pid)
        wrong = together(port, chosen.users, chosen.seconds, server.pid) if chosen.users else 0
    finally:
        server.terminate()
        server.wait(30)
        log.seek(0)
        for line in [line for line in log if '"level": "error"' in line][:3]:
            print(line[-600:].strip())
        log.close()
    sys.exit(1 if wrong else 0)


if __name__ == "__main__":
    main()
