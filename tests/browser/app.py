"""The app as it is served, on a port and a data folder of its own, for tests and pictures that use a real browser.

In: a folder. Out: an address. It runs `advisor.serve`, so that migrations, collected files, the content policy and the
render pool are those of an installation.
"""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.error import URLError
from urllib.request import urlopen

from playwright.sync_api import Browser, BrowserContext

from tests.patience import PATIENCE
from tests.prepared import prepare

ROOT = Path(__file__).resolve().parent.parent.parent

FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
"""How Chromium is started: without a sandbox it runs as root too; the rest keeps it from calling home."""


def context_of(browser: Browser, **options: Any) -> BrowserContext:
    """A browser context that waits for what it waits for."""
    context = browser.new_context(**options)
    context.set_default_timeout(PATIENCE * 1000)
    return context


def free_port() -> int:
    with socket.socket() as trial:
        trial.bind(("127.0.0.1", 0))
        return int(trial.getsockname()[1])


@contextmanager
def running_app(data: Path, *options: str, **settings: str) -> Iterator[str]:
    """The address of an app that is stopped at the end; raises RuntimeError with its output if it does not start.
    `options`: of the server."""
    prepare(data)
    port = free_port()
    address = f"http://127.0.0.1:{port}"
    environment = {**os.environ, "ADVISOR_DATA": str(data), **settings}
    log = data / "server.log"
    with log.open("wb") as output:
        process = subprocess.Popen(
            [sys.executable, "-m", "advisor.serve", "--port", str(port), "--data", str(data), *options],
            cwd=ROOT,
            env=environment,
            stdout=output,
            stderr=subprocess.STDOUT,
        )
        try:
            wait_for(process, f"{address}/healthz", log)
            yield address
        finally:
            process.terminate()
            try:
                process.wait(PATIENCE)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


def wait_for(process: "subprocess.Popen[bytes]", address: str, log: Path) -> None:
    """Returns once the address answers; raises RuntimeError with the log if it does not."""
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        if process.poll() is not None:
            break
        try:
            with urlopen(address, timeout=PATIENCE):
                return
        except (URLError, OSError):
            time.sleep(0.1)
    raise RuntimeError(f"The app did not start:\n{log.read_text(errors='replace')[-4000:]}")
