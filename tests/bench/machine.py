"""The machine that the figures are of."""

from __future__ import annotations

import os
import platform
import sqlite3
import tempfile
import time
from importlib.metadata import version
from pathlib import Path
from statistics import median


def machine() -> list[str]:
    """Describe processor, cores, Python, disk, and how busy the machine is."""
    memory = _first("/proc/meminfo", "MemTotal:").split()
    load = " ".join(f"{value:.2f}" for value in os.getloadavg())
    return [
        f"processor: {_first('/proc/cpuinfo', 'model name').lstrip(' :')}, {os.cpu_count()} cores",
        f"memory: {int(memory[0]) / 1024 / 1024:.1f} GB",
        f"system: {platform.system()} {platform.release()}",
        f"Python {platform.python_version()}, SQLite {sqlite3.sqlite_version}, "
        f"Textual {version('textual')}, Peewee {version('peewee')}",
        f"disk: {_file_system()}; a write of 4 kB that is durable: {_durable_write():.2f} ms",
        f"load when the run began: {load}",
    ]


def _first(path: str, key: str) -> str:
    for line in Path(path).read_text(encoding="utf-8").splitlines():
        if line.startswith(key):
            return line.removeprefix(key).strip()
    return "unknown"


def _file_system() -> str:
    """Say what the temporary folder is on: all that is measured lives there."""
    folder = os.path.realpath(tempfile.gettempdir())
    mounts = [line.split() for line in Path("/proc/mounts").read_text("utf-8").splitlines()]
    under = [fields for fields in mounts if f"{folder}/".startswith(f"{fields[1].rstrip('/')}/")]
    device, _place, kind = max(under, key=lambda fields: len(fields[1]))[:3]
    return f"{kind} on {device}"


def _durable_write() -> float:
    """Give the median milliseconds that writing 4 kB to the disk for good takes."""
    times = []
    with tempfile.TemporaryFile() as file:
        for _ in range(30):
            began = time.perf_counter()
            os.write(file.fileno(), b"x" * 4096)
            os.fsync(file.fileno())
            times.append(time.perf_counter() - began)
    return median(times) * 1000
