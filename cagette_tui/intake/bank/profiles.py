"""The tables that French banks write, one short entry each.

Columns are known by their names without accents, case or signs (`squeezed`); several names of one
part are alternatives, except for labels, whose columns are put one behind the other.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import field

from cagette_tui.text import fold
from cagette_tui.value import ValueObject


def squeezed(name: str) -> str:
    """Return the name of a column as it is compared."""
    return re.sub(r"[^a-z0-9]", "", fold(name))


class Profile(ValueObject):
    """Which column says what; either `amount`, or `debit` and `credit` whatever their signs."""

    kind: str
    day: str
    labels: tuple[str, ...]
    amount: str | None = None
    debit: str | None = None
    credit: str | None = None
    value: str | None = None
    balance: str | None = None  # after each line: proven where `running`
    running: bool = False
    currency: str | None = None
    account: str | None = None
    payer: str | None = None
    iban: str | None = None
    reference: str | None = None
    state: str | None = None  # rows that are not booked yet stand there too
    fee: str | None = None  # taken off the amount in the same row
    optional: frozenset[str] = field(default=frozenset())

    @property
    def needed(self) -> tuple[str, ...]:
        """The columns without which it is not this table."""
        names = (
            self.day, *self.labels, self.amount, self.debit, self.credit, self.value, self.balance,
            self.currency, self.account, self.payer, self.iban, self.reference, self.state,
            self.fee,
        )  # fmt: skip
        return tuple(name for name in names if name and name not in self.optional)


def places(header: Sequence[str]) -> dict[str, int]:
    """Return where each column stands; of two with one name the first."""
    found: dict[str, int] = {}
    for place, name in enumerate(header):
        found.setdefault(squeezed(name), place)
    return found


def fits(profile: Profile, header: Mapping[str, int]) -> bool:
    """Whether a header has all that a profile needs."""
    return all(squeezed(name) in header for name in profile.needed)


# The first that fits is taken: those that need more columns stand before those that need fewer.
PROFILES = (
    Profile(
        "qonto",
        day="Date de l'opération (local)",
        value="Date de la valeur (local)",
        labels=("Nom de la contrepartie", "Référence"),
        debit="Débit",
        credit="Crédit",
        currency="Devise",
        payer="Nom de la contrepartie",
        iban="IBAN de la contrepartie",
        reference="Identifiant de transaction",
        state="Statut",
        optional=frozenset({"IBAN de la contrepartie", "Identifiant de transaction"}),
    ),
    Profile(
        "qonto",
        day="Operation date (local)",
        value="Settlement date (local)",
        labels=("Counterparty name", "Reference"),
        debit="Debit",
        credit="Credit",
        currency="Currency",
        payer="Counterparty name",
        state="Status",
        optional=frozenset({"Settlement date (local)"}),
    ),
    Profile(
        "n26",
        day="Booking Date",
        value="Value Date",
        labels=("Partner Name", "Payment Reference"),
        amount="Amount (EUR)",
        payer="Partner Name",
        iban="Partner Iban",
    ),
    Profile(
        "revolut",
        day="Completed Date",
        labels=("Description",),
        amount="Amount",
        fee="Fee",
        currency="Currency",
        state="State",
    ),
    Profile(
        "revolut",
        day="Date de fin",
        labels=("Description",),
        amount="Montant",
        fee="Frais",
        currency="Devise",
        state="État",
    ),
    Profile(
        "revolut",
        day="Date completed (UTC)",
        labels=("Description", "Reference"),
        amount="Amount",
        fee="Fee",
        currency="Payment currency",
        state="State",
        reference="ID",
        optional=frozenset({"Reference", "Fee", "Payment currency"}),
    ),
    Profile(
        "boursobank",
        day="dateOp",
        value="dateVal",
        labels=("label",),
        amount="amount",
        account="accountNum",
    ),
    Profile(
        "bpce",
        day="Date de comptabilisation",
        value="Date de valeur",
        labels=("Libelle operation", "Informations complementaires"),
        debit="Debit",
        credit="Credit",
        reference="Reference",
        optional=frozenset({"Reference", "Date de valeur"}),
    ),
    Profile(
        "caisse-epargne",
        day="Date",
        labels=("Libellé", "Détail"),
        debit="Débit",
        credit="Crédit",
        reference="Numéro d'opération",
    ),
    Profile(
        "societe-generale",
        day="Date de l'opération",
        labels=("Détail de l'écriture",),
        amount="Montant de l'opération",
        currency="Devise",
    ),
    Profile(
        "bnp",
        day="Date operation",
        labels=("Libelle operation",),
        amount="Montant operation en euro",
    ),
    Profile(
        "credit-agricole",
        day="Date",
        value="Date valeur",
        labels=("Libellé",),
        debit="Débit euros",
        credit="Crédit euros",
        optional=frozenset({"Date valeur"}),
    ),
    Profile("banque-postale", day="Date", labels=("Libellé",), amount="Montant(EUROS)"),
    Profile(
        "credit-mutuel",
        day="Date",
        value="Date de valeur",
        labels=("Libellé",),
        debit="Débit",
        credit="Crédit",
        balance="Solde",
        running=True,
    ),
    Profile(
        "credit-mutuel",
        day="Date",
        value="Date de valeur",
        labels=("Libellé",),
        amount="Montant",
        balance="Solde",
        running=True,
    ),
    Profile(
        "cic",
        day="Date d'opération",
        value="Date de valeur",
        labels=("Libellé",),
        amount="Montant",
        balance="Solde",
        running=True,
    ),
    Profile(
        "credit-mutuel-workbook",
        day="Date",
        value="Valeur",
        labels=("Libellé",),
        debit="Débit",
        credit="Crédit",
        balance="Solde",
        running=True,
        currency="Dev",
        optional=frozenset({"Solde", "Dev"}),
    ),
)

# What a table of an unknown bank may call its columns, if it calls none of them twice.
_OTHER: dict[str, tuple[str, ...]] = {
    "day": (
        "date", "dateoperation", "datedoperation", "datedeloperation", "datecomptable",
        "datedecomptabilisation", "bookingdate", "transactiondate", "dateop",
    ),
    "value": ("datevaleur", "datedevaleur", "valuedate", "valeur"),
    "label": (
        "libelle", "libelleoperation", "libelledeloperation", "label", "description", "intitule",
        "naturedeloperation", "operation", "details", "nature",
    ),
    "amount": (
        "montant", "montanteur", "montanteuros", "montantdeloperation", "montantoperation",
        "amount", "amounteur", "montantttc", "montanteneuros",
    ),
    "debit": ("debit", "debiteuros", "debiteur", "debits"),
    "credit": ("credit", "crediteuros", "crediteur", "credits"),
    "currency": ("devise", "currency", "dev"),
}  # fmt: skip


def guessed(header: Sequence[str]) -> Profile | None:
    """Make a profile of the plain names of an unknown bank; None where they are not plain."""
    names: dict[str, list[str]] = {part: [] for part in _OTHER}
    for name in header:
        for part, known in _OTHER.items():
            if squeezed(name) in known:
                names[part].append(name)
    parts = {part: found[0] for part, found in names.items() if len(found) == 1}
    two = {"debit", "credit"} <= parts.keys()
    if not {"day", "label"} <= parts.keys() or two == ("amount" in parts):
        return None
    if any(len(names[part]) > 1 for part in ("day", "label", "amount", "debit", "credit")):
        return None
    return Profile(
        "table",
        day=parts["day"],
        value=parts.get("value"),
        labels=(parts["label"],),
        amount=None if two else parts["amount"],
        debit=parts["debit"] if two else None,
        credit=parts["credit"] if two else None,
        currency=parts.get("currency"),
    )


def missing(header: Sequence[str]) -> tuple[str, ...]:
    """Name what lacks of the known table that a header is nearest to; none if it is near none."""
    there = places(header)
    best: tuple[int, tuple[str, ...]] = (0, ())
    for profile in PROFILES:
        lacking = tuple(name for name in profile.needed if squeezed(name) not in there)
        have = len(profile.needed) - len(lacking)
        if have >= 3 and have > 2 * len(lacking) and have > best[0]:
            best = (have, lacking)
    if not best[1]:
        for one, other in (("debit", "Crédit"), ("credit", "Débit")):
            other_names = _OTHER["credit" if one == "debit" else "debit"]
            has = any(name in there for name in _OTHER[one])
            if has and not any(name in there for name in (*other_names, *_OTHER["amount"])):
                return (other,)
    return best[1]
