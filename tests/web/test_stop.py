"""`congvan serve` as a process: told to stop it stops soon, also with streams open, and loses no upload."""

from __future__ import annotations

import http.client
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

from store.book import open_store
from store.desk import uploads


def test_a_stop_is_soon_and_what_waits_is_kept(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
    place = tmp_path / "letters.db"
    command = [sys.executable, "-m", "cli.main", "serve", "--port", str(port), "--store", str(place), "--jobs", "1"]
    server = subprocess.Popen(command, stderr=subprocess.DEVNULL)
    try:
        until = time.monotonic() + 60
        while True:
            try:
                stream = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
                stream.request("GET", "/api/v1/changes/stream")
                assert stream.getresponse().status == 200
                break
            except OSError:
                assert time.monotonic() < until
                time.sleep(0.2)
        for number in range(3):
            sender = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
            head = f'--x\r\ncontent-disposition: form-data; name="file"; filename="{number}.txt"\r\n\r\n'
            body = f"{head}{number}\r\n--x--\r\n"
            headers = {"content-type": "multipart/form-data; boundary=x"}
            sender.request("POST", "/api/v1/imports", body=body, headers=headers)
            assert sender.getresponse().status == 202
        server.send_signal(signal.SIGTERM)
        server.wait(30)
    finally:
        server.kill()
    store = open_store(str(place))
    with store.read() as connection:
        found = uploads.files(connection)
    store.close()
    assert len(found) == 3
    assert all(file.status in uploads.DONE or Path(file.place).exists() for file in found)
