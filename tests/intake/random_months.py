"""Months of invented groups: their books, the bank's lines in each bank's style, and the truth.

Made without the rules that they test: what people pay comes first, then how a bank would write it.
"""

from __future__ import annotations

import random
import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from cagette_tui.model.rules.bank_books import (
    BookBasket,
    BookCards,
    BookCash,
    BookCheque,
    BookDeposit,
    BookMember,
    BookProducer,
    Books,
    Expected,
)
from cagette_tui.model.rules.statement import StatementLine

SURNAMES = (
    "MARTIN", "BERNARD", "ROUX", "LE ROUX", "PETIT", "DURAND", "LEROY", "MOREL", "SIMON", "LAURENT",
    "LEFÈVRE", "MICHEL", "GARCIA", "DAVID", "BERTRAND", "D'ALMEIDA", "DE LA FONTAINE", "FONTAINE",
    "LE GALL", "LE BRIS", "O'BRIEN", "ÖZTÜRK", "MÜLLER", "NGUYEN", "TRAORÉ", "BEN SALEM", "PÉREZ",
    "GÉRARD", "FRANÇOIS", "NOËL", "ROUSSEAU", "BLANC", "GUÉRIN", "DUPUIS-MOREL", "VAN DAMME",
    "SAINT-JEAN", "MARCHAND", "CŒUR", "DA SILVA", "KERVELLA", "JÉZÉQUEL", "LEMAÎTRE", "AUBRY",
)  # fmt: skip
FIRST = (
    "Anne", "Jean", "Jean-Paul", "Marie", "Marie-Claire", "Chloé", "Zoé", "Luc", "Loïc", "Maÿlis",
    "Björn", "Öykü", "Thi-Lan", "Émile", "Hélène", "François", "Gwenaëlle", "Yann", "Nolwenn",
    "Saïd", "Khadija", "Lucía", "Denis", "Simon", "Martin", "Ursule", "Basile", "Iris", "Fatou",
    "Wassim", "Inès", "Tristan", "Adèle", "Karim", "Valérie", "Omar", "Quentin", "Noémie", "Théa",
)  # fmt: skip
STRANGERS = (
    "TANGUY YANN", "PRUVOST GASPARD", "DELAUNAY CAMILLE", "HERVIEU PAULINE", "COSTA RUI",
    "MEUNIER EVE", "CARPENTIER LEO",
)  # fmt: skip
CATALOGUES = (
    ("Viande bovine", "GAEC VIANDE BOVINE"),
    ("Pain & Co", "PAIN ET CO SARL"),
    ("Fromages de chèvre", "FROMAGES DE CHEVRE"),
    ("Légumes bio du Canal", "EARL LEGUMES BIO DU CANAL"),
    ("Volailles de la Garenne", "VOLAILLES DE LA GARENNE"),
    ("Œufs", "FERME DES OEUFS"),
    ("Cidre & jus", "CIDRE ET JUS DU BOCAGE"),
)
STYLES = ("cm", "ca", "lbp", "bpce", "sg", "bnp", "lcl", "ce", "camt")
MONTHS = (
    "JANV", "FEVRIER", "MARS", "AVRIL", "MAI", "JUIN", "JUILLET", "AOUT", "SEPT", "OCT", "NOV",
    "DEC",
)  # fmt: skip


@dataclass
class Truth:
    """A line and what it is; `settles` as the JSON has it, without what nobody can know."""

    line: StatementLine
    kind: str
    settles: list[dict[str, Any]]
    # "none": nothing may be proposed; "named": somebody says who it is; "ask": only a person knows.
    about: str = "named"
    case: str = ""
    either: frozenset[str] = frozenset()


@dataclass
class Month:
    """One statement, oldest line first, and the books of that day."""

    books: Books
    truths: list[Truth] = field(default_factory=list)


def folded(text: str) -> str:
    """Write as a bank does: capitals without accents, apostrophes and hyphens as blanks."""
    text = text.replace("Œ", "OE").replace("œ", "oe")
    bare = unicodedata.normalize("NFKD", text.upper())
    bare = "".join(one for one in bare if not unicodedata.combining(one))
    return re.sub(r"\s+", " ", bare.replace("'", " ").replace("-", " ")).strip()


class Maker:
    """Makes one month from a seed."""

    def __init__(self, seed: int, style: str | None = None) -> None:
        self.luck = random.Random(seed)
        self.style = style or self.luck.choice(STYLES)
        self.number = 10_000
        self.members: list[BookMember] = []
        self.baskets: list[BookBasket] = []
        self.balance: dict[int, Decimal] = {}
        self.truths: list[Truth] = []
        self.fee = Decimal(self.luck.choice(("10.00", "15.00", "20.00", "25.00")))
        self.first = date(2027, self.luck.randint(1, 11), self.luck.randint(1, 9))
        self.deposits: list[BookDeposit] = []
        self.cards: list[BookCards] = []
        self.cash: list[BookCash] = []
        self.producers: list[BookProducer] = []
        self.paid_until: dict[int, date] = {}
        self.serial = 40

    def next(self) -> int:
        self.number += 1
        return self.number

    def euros(self, low: int = 600, high: int = 40_000) -> Decimal:
        return Decimal(self.luck.randint(low, high)).scaleb(-2)

    # --- People ---------------------------------------------------------------------------------

    def people(self) -> None:
        used: set[str] = set()
        for _ in range(self.luck.randint(35, 110)):
            name = self.person()
            if self.luck.random() < 0.3:
                name += f" / {self.person()}"
            elif self.luck.random() < 0.1:
                family = name.rsplit(" ", 1)[0]
                name += f" / {family} {self.luck.choice(FIRST)}"
            # Homonyms are there, but not at every turn.
            if name in used and self.luck.random() < 0.8:
                continue
            used.add(name)
            number = self.next()
            self.balance[number] = Decimal(0)
            self.members.append(BookMember(number, name, str(number)))

    def person(self) -> str:
        return f"{self.luck.choice(SURNAMES)} {self.luck.choice(FIRST)}"

    def parts(self, member: BookMember) -> list[tuple[str, str]]:
        """Family name and first name of each of the household."""
        people = []
        for one in member.name.split(" / "):
            words = one.split(" ")
            capitals = [word for word in words if word == word.upper()]
            people.append((" ".join(capitals), " ".join(words[len(capitals) :])))
        return people

    def written(self, member: BookMember) -> tuple[str, str]:
        """Write the payer as a bank has it, and name the way."""
        people = self.parts(member)
        luck = self.luck
        family, given = luck.choice(people) if luck.random() < 0.5 else people[0]
        if luck.random() < 0.15:
            german = {"Ö": "OE", "Ü": "UE", "ö": "oe", "ü": "ue"}
            family = "".join(german.get(one, one) for one in family)
            given = "".join(german.get(one, one) for one in given)
        family, given = folded(family), folded(given)
        if luck.random() < 0.12:
            family = family.replace(" ", "")
        civil = luck.choice(("M ", "MME ", "MLLE ", "M. ", "MR ", "", "", "MONSIEUR "))
        way = luck.random()
        if len(people) > 1 and way < 0.15:
            other = (
                people[1]
                if folded(people[0][0]).replace(" ", "") == family.replace(" ", "")
                else people[0]
            )
            tie = luck.choice((" / ", " OU MME ", " ET ", " OU M "))
            return f"{civil}{family} {given}{tie}{folded(other[0])} {folded(other[1])}", "both"
        if way < 0.24:
            return f"{civil}{given} {family}", "given first"
        if way < 0.32:
            return f"{civil}{family} {given[0]}{luck.choice(('', '.'))}", "initial"
        if way < 0.38:
            return f"{luck.choice(('M OU MME ', 'M ET MME ', 'MR OU MME '))}{family}", "family only"
        if way < 0.45:
            return f"M OU MME {family} {given}", "name"
        return f"{civil}{family} {given}", "name"

    # --- Evenings -------------------------------------------------------------------------------

    def evenings(self) -> None:
        for place in range(self.luck.choice((1, 2, 3, 4))):
            self.evening(place + 1, self.first + timedelta(days=7 * place + 3))

    def evening(self, number: int, day: date) -> None:
        luck = self.luck
        come = luck.sample(self.members, min(len(self.members), luck.randint(12, 60)))
        cards, cheques = [], []
        for rank, member in enumerate(sorted(come, key=lambda one: one.name), start=1):
            cost = self.euros()
            mode = luck.choices(("transfer", "card", "cheque", "cash"), (50, 20, 20, 10))[0]
            paid = cost
            transfers: tuple[Expected, ...] = ()
            if mode == "transfer":
                pending = luck.random() < 0.75
                transfers = (Expected(self.next(), cost, pending),)
                if pending:
                    paid = Decimal(0)
                    self.balance[member.id] -= cost
            elif mode == "card":
                cards.append(cost)
            elif mode == "cheque":
                number_ = None if luck.random() < 0.3 else f"{luck.randint(1, 9_999_999):07}"
                cheques.append(BookCheque(self.next(), cost, number_, (member.id,)))
            self.baskets.append(
                BookBasket(self.next(), number, day, rank, member.id, cost, paid, transfers)
            )
        if cards:
            self.cards.append(BookCards(number, day, tuple(cards)))
        if cheques:
            self.deposits.append(BookDeposit(day, tuple(cheques), number))
        if luck.random() < 0.6:
            amount = Decimal(luck.randint(10, 150) * 10)
            self.cash.append(BookCash(self.next(), day + timedelta(luck.randint(0, 2)), amount))
        for rank, (catalogue, _payee) in enumerate(CATALOGUES, start=1):
            if luck.random() < 0.7:
                due = self.euros(2000, 300_000)
                self.producers.append(BookProducer(number, day, rank, catalogue, rank, None, due))

    # --- The bank's lines -----------------------------------------------------------------------

    def transfer_in(self, day: date, amount: Decimal, who: str, motif: str) -> StatementLine:
        serial = self.next()
        iban = None
        payer, text = None, None
        parts: tuple[str, ...] = ()
        match self.style:
            case "cm":
                label = f"{self.luck.choice(('VIR', 'VIR SEPA', 'VIR INST'))} {who} {motif}"
            case "ca":
                label = f"VIREMENT EN VOTRE FAVEUR {who} {motif}"
                parts = ("VIREMENT EN VOTRE FAVEUR", f"{who} {motif}")
            case "lbp":
                label = (
                    f"VIREMENT{self.luck.choice(('', ' INSTANTANE'))} DE {who} {motif} "
                    f"REFERENCE : 27{serial:014}"
                )
            case "bpce":
                label = f"{self.luck.choice(('VIR SEPA', 'VIR INST'))} {who} {motif}"
                parts = (f"VIR SEPA {who}", motif)
            case "sg":
                label = (
                    f"VIR RECU {27_00000000000 + serial} DE: {who} MOTIF: {motif} REF: NOTPROVIDED"
                )
            case "bnp":
                label = f"VIR SEPA RECU /DE {who} /REF NOTPROVIDED /MOTIF {motif or 'NOTPROVIDED'}"
            case "lcl":
                label = f"{self.luck.choice(('VIREMENT', 'VIR INST'))} {who} {motif}"[:31]
            case "ce":
                name = f"VIR SEPA {who}"[:32].strip()
                label, parts = f"{name} {motif}", (name, motif)
            case _:
                label, payer, text = f"VIR SEPA RECU /DE {who} /REF X /MOTIF {motif}", who, motif
                iban = f"FR76{serial:023}"
        label = re.sub(r"\s+", " ", label).strip()
        return StatementLine(0, day, amount, label, day, payer, text, iban, parts=parts)

    def transfer_out(self, day: date, amount: Decimal, who: str, motif: str) -> StatementLine:
        payer = text = None
        match self.style:
            case "ca":
                label = f"VIREMENT EMIS WEB {who} {motif}"
            case "lbp":
                label = f"VIREMENT POUR {who} COMPTE FR7699997000010000000002233 {motif}"
            case "sg":
                serial = self.next()
                label = f"000008 VIR EUROPEEN EMIS LOGITEL POUR: {who} REF: {serial} MOTIF: {motif}"
            case "bnp":
                label = f"VIR SEPA EMIS /MOTIF {motif} /BEN {who} /REFDO /REFBEN"
            case "lcl":
                label = f"VIR SEPA {who} {motif}"[:31]
            case "camt":
                label, payer, text = f"VIR SEPA EMIS /MOTIF {motif} /BEN {who}", who, motif
            case _:
                label = f"VIR SEPA {who} {motif}"
        return StatementLine(0, day, -amount, label.strip(), day, payer, text)

    def add(self, line: StatementLine, kind: str, *settles: dict[str, Any], **more: Any) -> None:
        self.truths.append(Truth(line, kind, list(settles), **more))

    def motif(self, basket: BookBasket | None) -> str:
        luck = self.luck
        if basket is None:
            return luck.choice(("PANIER", "", "COURSES", "AMAP"))
        day = basket.evening
        return luck.choice(
            (
                "PANIER", "PANIER", "", "COMMANDE", "AMAP", "CAGETTE", "Panier legumes", "COURSES",
                f"PANIER {day.day} {MONTHS[day.month - 1]}", f"PANIER {day:%d/%m}",
                f"{day:%d} {day:%m}", f"COMMANDE {day:%d %m %Y}", f"Panier du {day.day}",
                f"PANIER {basket.number}", f"PANIER N {basket.number}",
            )
        )  # fmt: skip

    def basket_part(self, basket: BookBasket, amount: Decimal | None = None) -> dict[str, Any]:
        return part(
            str(basket.member_id), "basket", basket.cost if amount is None else amount,
            basket.evening,
        )  # fmt: skip

    def member(self, number: int) -> BookMember:
        return next(one for one in self.members if one.id == number)

    def transfers(self) -> None:
        """Give each awaited or received transfer a line, or the trouble of one."""
        luck = self.luck
        waiting = [one for one in self.baskets if one.transfers]
        luck.shuffle(waiting)
        cases: list[tuple[int, Callable[[BookBasket, date], None]]] = [
            (55, self.plain), (6, self.with_debt), (4, self.swapped), (4, self.too_little),
            (4, self.too_much), (3, self.twice), (4, self.partner_named), (4, self.partner_unnamed),
            (6, self.never), (4, self.with_fee), (3, self.number_only),
        ]  # fmt: skip
        done: set[int] = set()
        for basket in waiting:
            if basket.id in done:
                continue
            day = basket.evening + timedelta(days=luck.randint(0, 9))
            others = [
                one for one in waiting
                if one.id not in done and one.id != basket.id and one.evening <= basket.evening
            ]  # fmt: skip
            if others and luck.random() < 0.06:
                other = luck.choice(others)
                done.add(other.id)
                self.two(basket, other, day)
            else:
                luck.choices([one for _, one in cases], [weight for weight, _ in cases])[0](
                    basket, day
                )
            done.add(basket.id)

    def plain(self, basket: BookBasket, day: date) -> None:
        who, case = self.written(self.member(basket.member_id))
        line = self.transfer_in(day, basket.cost, who, self.motif(basket))
        self.add(line, "member", self.basket_part(basket), case=case)

    def with_debt(self, basket: BookBasket, day: date) -> None:
        member = self.member(basket.member_id)
        if self.balance[member.id] < -basket.cost or self.balance[member.id] == 0:
            return self.plain(basket, day)  # other baskets wait too, or it was received already
        debt = self.euros(100, 5000)
        self.balance[member.id] -= debt
        who = folded(self.member(basket.member_id).name.split(" / ")[0])
        line = self.transfer_in(
            day, basket.cost + debt, who, self.luck.choice(("", "PANIER + RESTE"))
        )
        older = part(str(member.id), "older_debt", debt, None)
        self.add(line, "member", self.basket_part(basket), older, case="with debt")

    def swapped(self, basket: BookBasket, day: date) -> None:
        digits = list(f"{basket.cost:.2f}".replace(".", ""))
        place = self.luck.randrange(len(digits) - 1)
        if not self.only_one(basket) or digits[place] == digits[place + 1]:
            return self.plain(basket, day)
        digits[place], digits[place + 1] = digits[place + 1], digits[place]
        amount = Decimal("".join(digits)).scaleb(-2)
        if amount <= 0:
            return self.plain(basket, day)
        self.inexact(basket, day, amount, "swapped")

    def too_little(self, basket: BookBasket, day: date) -> None:
        if not self.only_one(basket) or basket.cost < 20:
            return self.plain(basket, day)
        self.inexact(basket, day, basket.cost.quantize(Decimal(10), "ROUND_FLOOR"), "too little")

    def too_much(self, basket: BookBasket, day: date) -> None:
        if not self.only_one(basket):
            return self.plain(basket, day)
        self.inexact(basket, day, basket.cost.quantize(Decimal(10), "ROUND_CEILING"), "too much")

    def only_one(self, basket: BookBasket) -> bool:
        """Whether nothing else of the member's could be meant."""
        several = [one for one in self.baskets if one.member_id == basket.member_id]
        return len(several) == 1

    def inexact(self, basket: BookBasket, day: date, amount: Decimal, case: str) -> None:
        amount = amount.quantize(Decimal("0.01"))
        if amount == basket.cost:
            return self.plain(basket, day)
        who = folded(self.member(basket.member_id).name.split(" / ")[0])
        line = self.transfer_in(day, amount, who, "PANIER")
        settles = [self.basket_part(basket, min(amount, basket.cost))]
        if amount > basket.cost:
            settles.append(part(str(basket.member_id), "excess", amount - basket.cost, None))
        self.add(line, "member", *settles, about="ask", case=case)

    def twice(self, basket: BookBasket, day: date) -> None:
        if not self.only_one(basket):
            return self.plain(basket, day)
        who = folded(self.member(basket.member_id).name.split(" / ")[0])
        motif = f"PANIER {basket.number}"
        again = day + timedelta(days=self.luck.randint(0, 4))
        self.add(
            self.transfer_in(day, basket.cost, who, motif), "member", self.basket_part(basket),
            case="twice",
        )  # fmt: skip
        twice = part(str(basket.member_id), "paid_twice", basket.cost, basket.evening)
        self.add(
            self.transfer_in(again, basket.cost, who, motif), "member", twice, about="ask",
            case="twice again",
        )  # fmt: skip
        if self.luck.random() < 0.5:
            back = part(str(basket.member_id), "refund", -basket.cost, None)
            line = self.transfer_out(
                again + timedelta(days=3), basket.cost, who, "REMBOURSEMENT DOUBLE"
            )
            self.add(line, "refund", back, case="refund")

    def partner_named(self, basket: BookBasket, day: date) -> None:
        family, given = self.parts(self.member(basket.member_id))[0]
        motif = f"PANIER {folded(self.luck.choice((family, f'{given} {family}')))}"
        line = self.transfer_in(day, basket.cost, f"MME {self.luck.choice(STRANGERS)}", motif)
        self.add(line, "member", self.basket_part(basket), case="partner named")

    def partner_unnamed(self, basket: BookBasket, day: date) -> None:
        line = self.transfer_in(day, basket.cost, f"M {self.luck.choice(STRANGERS)}", "COURSES")
        self.add(line, "member", self.basket_part(basket), about="ask", case="partner unnamed")

    def number_only(self, basket: BookBasket, day: date) -> None:
        motif = f"PANIER {basket.number}"
        line = self.transfer_in(day, basket.cost, self.luck.choice(STRANGERS), motif)
        self.add(line, "member", self.basket_part(basket), about="ask", case="number only")

    def never(self, basket: BookBasket, day: date) -> None:
        """A transfer that does not come."""

    def with_fee(self, basket: BookBasket, day: date) -> None:
        if not self.only_one(basket):
            return self.plain(basket, day)
        who = folded(self.member(basket.member_id).name.split(" / ")[0])
        line = self.transfer_in(day, basket.cost + self.fee, who, "PANIER ET ADHESION")
        fee = part(str(basket.member_id), "membership", self.fee, None)
        self.add(line, "member", self.basket_part(basket), fee, case="with fee")

    def two(self, basket: BookBasket, other: BookBasket, day: date) -> None:
        member = self.member(basket.member_id)
        who = folded(member.name.split(" / ")[0])
        motif = f"PANIERS DE {folded(self.member(other.member_id).name.split(' / ')[0])} ET MOI"
        if other.member_id == member.id:
            motif = "PANIERS"
        line = self.transfer_in(day, basket.cost + other.cost, who, motif)
        self.add(
            line, "member", self.basket_part(basket), self.basket_part(other), case="two baskets"
        )

    def memberships(self) -> None:
        free = [one for one in self.members if self.balance[one.id] == 0]
        for member in self.luck.sample(free, min(len(free), 4)):
            who, case = self.written(member)
            if case == "family only":
                continue
            motif = self.luck.choice(("ADHESION", "COTISATION 2027", "ADHESION 2027 2028"))
            line = self.transfer_in(self.some_day(), self.fee, who, motif)
            self.add(
                line, "member", part(str(member.id), "membership", self.fee, None),
                case="membership",
            )  # fmt: skip

    def some_day(self) -> date:
        return self.first + timedelta(days=self.luck.randint(0, 40))

    def batches(self) -> None:
        for one in self.cards:
            rate = Decimal(self.luck.choice(("0.006", "0.0045", "0.01")))
            amounts = list(one.amounts)
            self.luck.shuffle(amounts)
            cut = len(amounts)
            if len(amounts) > 4 and self.luck.random() < 0.4:
                cut = self.luck.randint(2, len(amounts) - 2)
            for place, several in enumerate(filter(None, (amounts[:cut], amounts[cut:]))):
                gross = sum(several, Decimal(0))
                commission = (gross * rate).quantize(Decimal("0.01"))
                apart = cut < len(amounts) and place == 1 and self.luck.random() < 0.5
                self.card(one, gross, commission, len(several), place, apart=apart)

    def card(
        self, one: BookCards, gross: Decimal, commission: Decimal, count: int, place: int,
        *, apart: bool,
    ) -> None:  # fmt: skip
        day = one.evening + timedelta(days=3 + place)
        of = one.evening + timedelta(days=place)
        net, kept = (gross, Decimal(0)) if apart else (gross - commission, commission)
        batch = self.next()
        comma = f"{gross:.2f}".replace(".", ","), f"{kept:.2f}".replace(".", ",")
        label = {
            "ca": f"REMISE CARTE CARTE 8004701 001 380797 {of:%d/%m}",
            "lbp": f"REMISE CARTE BANCAIRE DU {of:%d.%m.%y} {count} FACTURES",
            "bpce": f"REMISE CB {of:%d%m%y} BRUT {comma[0]} COM {comma[1]}",
            "sg": f"REMISE CB /{of:%d/%m} 0012345 PANIERS {comma[0]}E COM {comma[1]}E",
            "bnp": f"REMCB CONTRAT 1234567 DU {of:%d%m%y} BRT {comma[0]} COM {comma[1]}",
            "lcl": f"REMISE CB {of:%d/%m/%y} NB{count:03}",
        }.get(self.style, f"REMCB{batch} NB{count:04} CBD6578{batch}")
        settles = {
            "evening": str(one.evening), "gross": f"{gross:.2f}", "commission": f"{kept:.2f}",
            "payments": count,
        }  # fmt: skip
        self.add(StatementLine(0, day, net, label), "card_batch", settles, case="card")
        if apart:
            label = {
                "ca": f"COMMISSION CARTE CONTRAT 8004701 {of:%d/%m}",
                "lbp": f"COMMISSION PAIEMENT PAR CARTE DU {of:%d.%m.%y}",
                "bpce": f"COMMISSION CB {of:%d%m%y}",
                "sg": f"COMMISSION REMISE CB /{of:%d/%m} 0012345",
                "bnp": f"COMMISSIONS CB CONTRAT 1234567 DU {of:%d%m%y}",
                "lcl": f"COMMISSION CB {of:%d/%m/%y}",
            }.get(self.style, f"COMCB{batch} NB{count:04} CBD6578{batch}")
            self.add(
                StatementLine(0, day, -commission, label), "card_commission", case="commission"
            )

    def cheques(self) -> None:
        for one in self.deposits:
            day = one.evening + timedelta(days=self.luck.randint(3, 9))
            chosen = list(one.cheques)
            missing = None
            if len(chosen) > 2 and self.luck.random() < 0.25:
                missing = self.luck.choice(chosen)
                chosen.remove(missing)
            total = sum((cheque.amount for cheque in chosen), Decimal(0))
            self.serial += 1
            told: dict[str, Any] = {
                "cheques": len(one.cheques), "total": f"{one.total:.2f}",
                "difference": f"{-missing.amount if missing else Decimal(0):.2f}",
            }  # fmt: skip
            if missing:
                told |= {"missing_cheque": missing.number, "member_ref": str(missing.members[0])}
            line = self.deposit(day, total, len(chosen))
            about = "ask" if missing else "named"
            self.add(line, "cheque_deposit", told, about=about, case="deposit")
            if missing and self.luck.random() < 0.6:
                self.serial += 1
                alone = {
                    "cheque": missing.number, "member_ref": str(missing.members[0]),
                    "amount": f"{missing.amount:.2f}",
                }  # fmt: skip
                line = self.deposit(day + timedelta(days=8), missing.amount, 1)
                self.add(line, "cheque_deposit", alone, case="deposit alone")
            numbered = [cheque for cheque in chosen if cheque.number]
            if numbered and self.luck.random() < 0.2:
                self.bounced(self.luck.choice(numbered), day + timedelta(days=7))

    def deposit(self, day: date, total: Decimal, count: int) -> StatementLine:
        slip = f"{self.serial:07}"
        label = {
            "ca": f"{slip} REMISE DE CHEQUE REF: {slip}",
            "lbp": f"REMISE DE CHEQUES DE {count} CHEQUE(S) N {slip}",
            "bpce": f"REMISE CHEQUES {slip} {count:03} CHQ",
            "sg": f"REMISE CHEQUES {slip}",
            "bnp": f"REMISE CHEQUES BORDEREAU {slip} DU {day:%d%m%y} NB {count:03}",
        }.get(self.style, f"REM CHQ REF10123A{self.serial}")
        return StatementLine(0, day, total, label)

    def bounced(self, cheque: BookCheque, day: date) -> None:
        number = cheque.number
        back, fee = {
            "ca": (f"CHEQUE IMPAYE {number} SANS PROVISION", f"FRAIS REJET CHEQUE REMIS {number}"),
            "lbp": (
                f"CHEQUE IMPAYE N {number}",
                f"FRAIS IRREGULARITES ET INCIDENTS CHEQUE IMPAYE {number}",
            ),
            "sg": (
                f"CHEQUE IMPAYE {number} PROVISION INSUFFISANTE",
                f"FRAIS CHEQUE IMPAYE {number}",
            ),
            "bnp": (f"CHEQUE IMPAYE NUMERO {number}", f"COMMISSIONS CHEQUE IMPAYE {number}"),
        }.get(
            self.style,
            (f"IMPAYE CHQ {number} PROVISION INSUFFISANTE", f"FRAIS IMPAYE CHQ {number}"),
        )
        ref = str(cheque.members[0])
        told = {"cheque": number, "member_ref": ref, "amount": f"{-cheque.amount:.2f}"}
        self.add(
            StatementLine(0, day, -cheque.amount, back), "cheque_bounced", told, case="bounced"
        )
        cost = Decimal(self.luck.choice(("8.50", "12.00", "15.20")))
        told = {"cheque": number, "member_ref": ref, "amount": f"{-cost:.2f}"}
        self.add(StatementLine(0, day, -cost, fee), "bank_fee", told, case="bounced fee")

    def others(self) -> None:
        luck = self.luck
        for one in self.cash:
            day = one.day + timedelta(days=luck.randint(0, 3))
            label = luck.choice(
                (
                    f"VRST ESPECES {day:%d/%m} GAB 10H12", f"VERSEMENT D'ESPECES {day:%d/%m}",
                    f"DEPOT ESPECES {day:%d/%m}", "VERSEMENT ESPECES AUTOMATE",
                )
            )  # fmt: skip
            told = {"taken": str(one.day), "amount": f"{one.amount:.2f}"}
            self.add(StatementLine(0, day, one.amount, label), "cash_deposit", told, case="cash")
        payees = dict(CATALOGUES)
        for due in self.producers:
            if luck.random() < 0.7:
                self.producer(due, payees[due.catalogue])
        for _ in range(luck.randint(1, 4)):
            who = f"M {luck.choice(STRANGERS)}"
            amount = Decimal(luck.randint(41, 90) * 1000).scaleb(-2)
            line = self.transfer_in(self.some_day(), amount, who, "LOYER GARAGE")
            self.add(line, "unknown", about="none", case="stranger")
        day = self.some_day()
        for label, debit in (
            ("PRLV SEPA MUTUELLE DES CANAUX CONTRAT 55512", "-112.40"),
            ("PRELEVEMENT EDF CLIENTS PARTICULIERS", "-43.00"),
        ):
            self.add(StatementLine(0, day, Decimal(debit), label), "unknown", about="none")
        line = self.transfer_out(day, Decimal("80.00"), "COMMUNE DU CANAL", "LOYER SALLE")
        self.add(line, "rent", about="none", case="rent")
        for label in ("F COTIS EUROCOMPTE ASSOCIATION", "FRAIS DE TENUE DE COMPTE"):
            line = StatementLine(0, day, Decimal("-6.50"), label)
            self.add(line, "bank_fee", case="fee")

    def producer(self, due: BookProducer, payee: str) -> None:
        day = due.evening + timedelta(days=self.luck.randint(3, 20))
        amount, about = due.due, "named"
        if self.luck.random() < 0.1:
            amount += Decimal(self.luck.choice(("0.18", "-1.00", "9.00")))
            about = "ask"
        told = {
            "catalogue": due.catalogue, "evening": str(due.evening), "due": f"{due.due:.2f}",
            "difference": f"{amount - due.due:.2f}",
        }  # fmt: skip
        motif = f"DISTRIB {due.evening:%d %m} FACT 2027-{self.luck.randint(1, 400)}"
        line = self.transfer_out(day, amount, payee, motif)
        self.add(line, "producer", told, about=about, case="producer")

    def month(self) -> Month:
        self.people()
        self.evenings()
        self.transfers()
        self.memberships()
        self.batches()
        self.cheques()
        self.others()
        members = tuple(replace(one, balance=self.balance[one.id]) for one in self.members)
        books = Books(
            members, tuple(self.baskets), tuple(self.deposits), (), tuple(self.cards),
            tuple(self.cash), tuple(self.producers), self.fee,
        )  # fmt: skip
        truths = sorted(self.truths, key=lambda one: one.line.booked)
        return Month(books, truths)


def part(ref: str, what: str, amount: Decimal, evening: date | None) -> dict[str, Any]:
    """Write a part as the JSON has it."""
    return {
        "member_ref": ref, "what": what, "evening": evening and str(evening),
        "amount": f"{amount:.2f}",
    }  # fmt: skip
