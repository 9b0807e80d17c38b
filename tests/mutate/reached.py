"""A pytest plugin: which lines of the watched files each test reaches, written to a file as JSON.

Used by `python -m tests.mutate` alone: `CAGETTE_WATCHED` names the files, `CAGETTE_REACHED` what
is written.
"""

from __future__ import annotations

import json
import os
import sys
import threading
import time
from collections import defaultdict
from collections.abc import Iterator
from types import FrameType
from typing import Any

import pytest

_WATCHED = frozenset(os.environ.get("CAGETTE_WATCHED", "").split(os.pathsep)) - {""}
_reached: dict[str, dict[str, list[int]]] = {}
_seconds: dict[str, float] = {}
_failed: set[str] = set()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_protocol(item: pytest.Item) -> Iterator[None]:
    """Watch one test, with what it sets up, on every thread that it starts."""
    lines: dict[str, set[int]] = defaultdict(set)

    def of_line(frame: FrameType, event: str, _arg: Any) -> Any:
        if event == "line":
            lines[frame.f_code.co_filename].add(frame.f_lineno)
        return of_line

    def of_call(frame: FrameType, _event: str, _arg: Any) -> Any:
        return of_line if frame.f_code.co_filename in _WATCHED else None

    began = time.perf_counter()
    threading.settrace(of_call)
    sys.settrace(of_call)
    try:
        return (yield)
    finally:
        sys.settrace(None)
        threading.settrace(None)
        _seconds[item.nodeid] = time.perf_counter() - began
        _reached[item.nodeid] = {path: sorted(numbers) for path, numbers in lines.items()}


def pytest_runtest_logreport(report: pytest.TestReport) -> None:
    """Keep which tests fail without any fault: nothing is noticed by those."""
    if report.failed:
        _failed.add(report.nodeid)


def pytest_sessionfinish() -> None:
    """Write what was reached."""
    with open(os.environ["CAGETTE_REACHED"], "w", encoding="utf-8") as file:
        json.dump({"reached": _reached, "seconds": _seconds, "failed": sorted(_failed)}, file)
