"""CAMT.053, versions 02 to 08: the statement of ISO 20022."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from xml.etree import ElementTree

from cagette_tui.intake.bank.problems import StatementError, StatementProblem
from cagette_tui.intake.bank.text import single
from cagette_tui.intake.bank.values import amount_of, day_of
from cagette_tui.model.rules.statement import Statement, StatementLine

_Element = ElementTree.Element


def read_camt(data: bytes) -> list[Statement]:
    """Read the statements of a file, those of one account as one. Raises `StatementError`."""
    # Entities of a file's own can be made to fill the memory, and no bank defines any.
    head = data[:4096].replace(b"\0", b"").upper()
    if b"<!DOCTYPE" in head or b"<!ENTITY" in data.replace(b"\0", b"").upper():
        raise StatementError(StatementProblem.ENTITIES)
    try:
        root = ElementTree.fromstring(data)
    except ElementTree.ParseError as error:
        row = error.position[0]
        at_end = row >= data.rstrip().count(b"\n") + 1
        problem = StatementProblem.CUT if at_end else StatementProblem.BAD_XML
        raise StatementError(problem, row=row) from None
    except (ValueError, LookupError):  # an encoding that nobody knows
        raise StatementError(StatementProblem.BAD_XML, row=1) from None
    for one in root.iter():
        one.tag = str(one.tag).rpartition("}")[2]
    found = [_statement(one) for one in root.iter("Stmt")]
    if not found:
        raise StatementError(StatementProblem.OTHER_XML, value=_kind(data))
    return _joined(found)


def _kind(data: bytes) -> str:
    match = re.search(rb"camt\.[0-9.]+|pain\.[0-9.]+", data[:2000])
    return match[0].decode("ascii") if match else "XML"


def _joined(found: list[Statement]) -> list[Statement]:
    """Put the days of one account behind one another, where each begins as the last one ended."""
    joined: list[Statement] = []
    for one in found:
        before = next((other for other in joined if other.account == one.account), None)
        if before is None:
            joined.append(one)
            continue
        if None not in (before.closing, one.opening) and before.closing != one.opening:
            raise StatementError(
                StatementProblem.BALANCES, stated=one.opening, computed=before.closing
            )
        joined[joined.index(before)] = Statement(
            before.kind, before.lines + one.lines, before.account, before.currency,
            before.opening, one.closing, before.first, one.last,
        )  # fmt: skip
    return joined


def _statement(of: _Element) -> Statement:
    balances = dict(_balances(of))
    lines = tuple(line for entry in of.findall("Ntry") for line in _lines(entry))
    # What stands in foreign money is found by each amount's own word for it.
    others = {str(one.get("Ccy")) for one in of.iter("Amt") if one.get("Ccy")} - {"EUR"}
    own = _text(of, "Acct/Ccy")
    currency = own or next(iter(sorted(others)), "EUR")
    account = _text(of, "Acct/Id/IBAN") or _text(of, "Acct/Id/Othr/Id")
    first, last = _text(of, "FrToDt/FrDtTm"), _text(of, "FrToDt/ToDtTm")
    return Statement(
        "camt053",
        lines,
        account or None,
        currency,
        balances.get("OPBD", balances.get("PRCD")),
        balances.get("CLBD"),
        day_of(first[:10], 0) if first else None,
        day_of(last[:10], 0) if last else None,
    )


def _balances(of: _Element) -> Iterator[tuple[str, Decimal]]:
    for one in of.findall("Bal"):
        code = _text(one, "Tp/CdOrPrtry/Cd")
        yield code, _signed(_text(one, "Amt"), _text(one, "CdtDbtInd"))


def _signed(amount: str, side: str, row: int = 0) -> Decimal:
    value = amount_of(amount, row)
    return -value if side == "DBIT" else value


def _lines(entry: _Element) -> Iterator[StatementLine]:
    """Give an entry, or each of the payments that it puts together where they have amounts."""
    state = _text(entry, "Sts/Cd") or _text(entry, "Sts")
    if state not in ("BOOK", ""):
        return
    side = _text(entry, "CdtDbtInd")
    whole = _signed(_text(entry, "Amt"), side)
    parts = entry.findall("NtryDtls/TxDtls")
    amounts = [_text(one, "Amt") or _text(one, "AmtDtls/TxAmt/Amt") for one in parts]
    if len(parts) > 1 and all(amounts):
        values = [_signed(one, side) for one in amounts]
        if sum(values, Decimal(0)) == whole:
            for part, value in zip(parts, values, strict=True):
                yield _line(entry, part, value, with_text=False)
            return
    yield _line(entry, parts[0] if len(parts) == 1 else None, whole, with_text=True)


def _line(
    entry: _Element, part: _Element | None, amount: Decimal, *, with_text: bool
) -> StatementLine:
    party = "Dbtr" if amount > 0 else "Cdtr"
    payer = iban = motif = ""
    if part is not None:
        people = f"RltdPties/{party}"
        payer = _text(part, f"{people}/Nm") or _text(part, f"{people}/Pty/Nm")
        iban = _text(part, f"{people}Acct/Id/IBAN")
        motif = " ".join(single(one.text or "") for one in part.findall("RmtInf/Ustrd"))
    told = _text(entry, "AddtlNtryInf") if with_text else ""
    label = told or " ".join(filter(None, (payer, motif)))
    booked = _text(entry, "BookgDt/Dt") or _text(entry, "BookgDt/DtTm")
    value = _text(entry, "ValDt/Dt") or _text(entry, "ValDt/DtTm")
    return StatementLine(
        0,
        day_of(booked[:10], 0),
        amount,
        single(label),
        day_of(value[:10], 0) if value else None,
        payer or None,
        motif or None if payer else None,
        iban or None,
        _text(entry, "AcctSvcrRef") or None,
    )


def _text(of: _Element, path: str) -> str:
    return single(of.findtext(path) or "")
