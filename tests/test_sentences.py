"""Every refusal has a sentence of its own, in both languages."""

import dataclasses
import errno
import inspect
import os
from collections.abc import Iterable
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import pytest

from cagette_tui import i18n, sentences
from cagette_tui.intake.export_problems import (
    ExportError,
    ExportProblem,
    NothingLeft,
    UnknownCatalogue,
)
from cagette_tui.model.checking import checking
from cagette_tui.model.rules import refusals
from cagette_tui.model.rules.blocking import Blocker, Remaining
from cagette_tui.model.rules.forcing import ForcePlan
from cagette_tui.model.rules.group import BadSetting, SettingProblem, SettingsChanged
from cagette_tui.model.rules.history import FieldChange, JournalView, RowChange, Since
from cagette_tui.model.rules.kinds import ActKind, Kind, Mode, Reason, State
from cagette_tui.model.rules.members import MergeProblem
from cagette_tui.model.rules.outcome import Outcome
from cagette_tui.model.rules.refusals import Word
from cagette_tui.model.store import problems as storage
from cagette_tui.money import AmountError, Problem, QuantityError
from cagette_tui.problems import KnownProblem
from cagette_tui.sentences.blocking import what_remains
from cagette_tui.sentences.settings import setting_typed
from cagette_tui.text import cells

MOMENT = datetime(2026, 11, 20, 17, 30)
EVIL = "\x1b[31m" + "x" * 300
LINE = RowChange(
    "line", 1, {"product": EVIL}, False, False, (FieldChange("delivered", None, Decimal(3)),)
)
ENTRY = JournalView(7, 7, MOMENT, EVIL, ActKind.QUANTITY, 7, EVIL, EVIL, None, (LINE,))
VALUES: dict[str, Any] = {
    "bool": True,
    "int": 7,
    "int | None": 7,
    "str": EVIL,
    "str | None": EVIL,
    "date": date(2027, 11, 20),
    "date | None": date(2027, 11, 18),
    "datetime": MOMENT,
    "Decimal": Decimal("12.00"),
    "MergeProblem": MergeProblem.BOTH,
    "Mode": Mode.CASH,
    "Mode | None": Mode.CASH,
    "tuple[int, int]": (3, 4),
    "tuple[int, ...]": (3, 4),
    "tuple[str, ...]": (EVIL,) * 9,
    "tuple[Mode, ...]": (Mode.CASH, Mode.CARD),
    "tuple[tuple[Mode, Decimal], ...]": ((Mode.TRANSFER, Decimal("18.00")),),
    "Outcome": Outcome(debt=Decimal("12.00")),
    "Finding": checking.Finding(checking.Problem.ORDER, EVIL, 3, EVIL, EVIL),
    "Decimal | None": Decimal("12.00"),
    "Word | None": Word(EVIL, MOMENT),
    "Since": Since((ENTRY,) * 9, (Decimal("12.00"), Decimal("7.00")), (Decimal(0), Decimal(12))),
    "DryRun": None,  # only said that it changed
    "ForcePlan": ForcePlan(1, None, ()),
}


def every(base: type[Exception]) -> list[type[Exception]]:
    """Return all kinds of a base class."""
    return [one for kind in base.__subclasses__() for one in (kind, *every(kind))]


def made(kind: type[Exception]) -> Exception:
    """Make a problem with facts of the right types."""
    if kind is refusals.CannotUndo:
        return refusals.CannotUndo(ActKind.RECEIVE, (3,), EVIL)
    if kind is BadSetting:
        return BadSetting("iban", SettingProblem.IBAN_CHECKSUM, EVIL)
    if kind is SettingsChanged:
        return SettingsChanged(("iban", "name"), VALUES["Word | None"])
    if issubclass(kind, KnownProblem) and kind.facts:
        types = {name: str(one) for base in kind.__mro__ for name, one in _annotated(base)}
        return kind(*(VALUES[types[name]] for name in kind.facts))
    if not dataclasses.is_dataclass(kind):
        return kind()
    return kind(*(VALUES[str(field.type)] for field in dataclasses.fields(kind)))


def _annotated(kind: type) -> Iterable[tuple[str, object]]:
    return inspect.get_annotations(kind).items()


KINDS = [*every(refusals.Refused), *every(storage.StorageProblem), UnknownCatalogue, NothingLeft]


@pytest.mark.parametrize("lang", ["fr", "en"])
def test_each_problem_has_its_sentence(lang: str) -> None:
    """One clear line each, without a placeholder or a control character, and not too long."""
    i18n.activate(lang)
    texts = {kind: sentences.sentence(made(kind)) for kind in KINDS}
    for kind, text in texts.items():
        assert text, kind
        assert "{" not in text, kind
        assert "\x1b" not in text, kind
        assert "\n" not in text, kind
        assert len(text) < 320, kind
    assert len(set(texts.values())) == len(KINDS)


def test_too_early() -> None:
    """R40: "from 17:30", and what time it is now."""
    i18n.activate("fr")
    problem = refusals.TooEarly(MOMENT, datetime(2026, 11, 20, 17, 29))
    assert sentences.sentence(problem) == "Validation possible dès 17:30 (maintenant\u00a0: 17:29)."


@pytest.mark.parametrize("lang", ["fr", "en"])
def test_files_and_numbers(lang: str) -> None:
    """Every problem of a file and of what is typed."""
    i18n.activate(lang)
    for problem in ExportProblem:
        error = ExportError(problem, row=3, column="price", value=EVIL, limit=20_000_000, errno=13)
        text = sentences.sentence(error)
        assert "{" not in text
        assert "\x1b" not in text
    for typed in Problem:
        assert sentences.sentence(AmountError(typed, EVIL))
        assert sentences.sentence(QuantityError(typed, EVIL))


def test_why_a_line_is_otherwise() -> None:
    """R35: what came in part is called so; of what did not come at all nothing changes."""
    i18n.activate("fr")
    some, nothing = Decimal(1), Decimal(0)
    assert sentences.why_label(Reason.UNDELIVERED, some) == "livré en partie"
    assert sentences.why_label(Reason.UNDELIVERED, nothing) == "non livré"
    assert sentences.why_label(Reason.DAMAGED, some) == sentences.reason_label(Reason.DAMAGED)
    assert sentences.why_label(None, some) == ""


@pytest.mark.parametrize("lang", ["fr", "en"])
def test_labels(lang: str) -> None:
    """Every member of the closed lists is named."""
    i18n.activate(lang)
    assert len({sentences.mode_label(one) for one in Mode}) == len(Mode)
    assert max(cells(sentences.mode_short(one)) for one in Mode) <= 8
    assert sentences.on_the_spot_label()
    assert len({sentences.state_label(one) for one in State}) == len(State)
    assert len({sentences.reason_label(one) for one in Reason}) == len(Reason)
    assert len({sentences.kind_label(one) for one in Kind}) == len(Kind)
    assert len({sentences.act_label(one) for one in ActKind}) == len(ActKind)
    codes = ("replaced", "mode_changed", "withdrawn", "undone")
    assert len({sentences.cancel_label(one) for one in codes}) == len(codes)
    assert "\x1b" not in sentences.cancel_label(EVIL)
    assert sentences.cancel_label("erreur de Paul") == "erreur de Paul"
    found = set()
    for problem in checking.Problem:
        finding = checking.Finding(problem, EVIL, 3, EVIL, EVIL)
        text = sentences.finding_sentence(finding)
        assert "\x1b" not in text
        assert "{" not in text
        assert len(text) < 450
        where = sentences.finding_sentence(checking.Finding(problem, "1", 3, "Durand", "Salle"))
        assert "3" in where
        assert "Durand" in where
        found.add(where)
    assert len(found) == len(checking.Problem)


def test_acts_are_named_as_things() -> None:
    """A refund is a *remboursement*; an act is not named like the key that does it."""
    i18n.activate("fr")
    assert sentences.act_label(ActKind.REFUND) == "remboursement"
    assert sentences.act_label(ActKind.UNDO) == "action défaite"


def test_findings_say_what_to_do() -> None:
    """Each finding ends in an advice."""
    i18n.activate("en")
    for problem in checking.Problem:
        text = sentences.finding_sentence(checking.Finding(problem, "1"))
        advice = (
            "reopen it",
            "in between",
            "estore a backup",
            "copy the database into an empty one",
        )
        assert text.rstrip(".").endswith(advice), text


def test_the_system_speaks_french() -> None:
    """What the system says in English is translated; what is unusual stays, made visible."""
    i18n.activate("fr")
    text = sentences.sentence(storage.CannotOpen("/a", os.strerror(errno.EACCES)))
    assert text == "/a ne peut pas être ouvert\u00a0: l’accès est refusé."
    assert sentences.sentence(storage.Damaged("file is not a database")).count("base de données")
    assert "\x1b" not in sentences.sentence(storage.DiskFailed(EVIL))


def test_modes_in_a_refused_setting() -> None:
    """They are named as people name them."""
    i18n.activate("fr")
    with pytest.raises(ValueError, match="espèces, chèque, virement, carte"):
        setting_typed("accepted_modes", "or")


@pytest.mark.parametrize("language", ["fr", "en"])
def test_what_remains_fits(language: str) -> None:
    """All of it in 80 columns, also when a bit of everything is left of 62."""
    i18n.activate(language)
    counts = (Blocker.MODE, 38), (Blocker.UNSEEN, 4), (Blocker.LACKING, 2), (Blocker.TOO_MUCH, 1)
    zero = Decimal(0)
    left = Remaining(62, dict(counts), 12, 5, zero, 0, zero, zero, zero)
    assert cells(what_remains(left, 79)) <= 79
    few = dataclasses.replace(left, blockers={Blocker.MODE: 22}, open=34, ready=3)
    told = {
        "fr": "Reste 34 : 3 prêts à valider, 22 sans mode, 5 à peser",
        "en": "34 to go: 3 ready to validate, 22 without mode, 5 to weigh",
    }
    assert what_remains(few, 79).replace("\xa0", " ") == told[language]
