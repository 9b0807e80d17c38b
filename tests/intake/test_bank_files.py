"""Statements of the banks are read as they are, or refused in one clear word (R65)."""

from __future__ import annotations

import random
from contextlib import suppress
from datetime import date
from decimal import Decimal

import pytest

from cagette_tui.intake.bank.accounts import same_account
from cagette_tui.intake.bank.problems import StatementError, StatementProblem
from cagette_tui.intake.bank.reading import read_statement
from cagette_tui.intake.bank.values import amount_of, day_of
from cagette_tui.model.rules.statement import Statement
from tests.intake.statements import EXPECTED, IBAN, LINES, READ, data_of
from tests.shares import parts


def refused(data: bytes | str, iban: str | None = None) -> StatementError:
    """Say why a file is refused."""
    with pytest.raises(StatementError) as caught:
        read_statement(data.encode() if isinstance(data, str) else data, iban)
    return caught.value


def told(one: Statement) -> list[tuple[str, str]]:
    """Give the days and amounts."""
    return [(str(line.booked), str(line.amount)) for line in one.lines]


@pytest.mark.parametrize("name", READ)
def test_every_line_of_every_bank(name: str) -> None:
    """Days, amounts and balances are the bank's, in the file's order, whatever its kind."""
    if name.endswith("xlsx"):
        pytest.importorskip("python_calamine")
    expected = EXPECTED["files"][name]
    one = read_statement(data_of(name), IBAN)
    wanted = [LINES[line] for line in expected["lines"]]
    assert told(one) == [(line["booked"], line["amount"]) for line in wanted]
    if one.closing is not None:
        assert str(one.closing) == expected["closing"]
        assert str(one.closing - one.total) == expected["opening"]
    assert all(line.label and "\n" not in line.label for line in one.lines)


@pytest.mark.parametrize(
    ("name", "problem"),
    [
        ("01-cut.csv", StatementProblem.CUT),
        ("03-another-account.csv", StatementProblem.OTHER_ACCOUNT),
        ("04-another-currency.csv", StatementProblem.OTHER_CURRENCY),
        ("05-missing-column.csv", StatementProblem.MISSING_COLUMN),
        ("06-empty.csv", StatementProblem.EMPTY),
        ("07-pdf.csv", StatementProblem.PDF),
        ("08-login-page.csv", StatementProblem.WEB_PAGE),
        ("10-american-dates.csv", StatementProblem.NOT_A_DATE),
    ],
)
def test_what_is_no_statement_of_ours(name: str, problem: StatementProblem) -> None:
    """A file that is cut, another's, in other money or none at all is refused, and says why."""
    error = refused(data_of(f"broken/{name}"), IBAN)
    assert error.problem is problem
    if problem is StatementProblem.OTHER_ACCOUNT:
        assert (error.value, error.expected) == ("00055567890", "00020312345")
    if problem is StatementProblem.MISSING_COLUMN:
        assert error.columns == ("Crédit",)


@pytest.mark.parametrize(
    ("name", "same"),
    [
        ("02-wrong-encoding.csv", "credit-mutuel.csv"),
        ("09-decimal-points.csv", "bpce.csv"),
        ("11-duplicate-fitid.ofx", "ofx102-bnp.ofx"),
        ("12-byte-order-mark.csv", "credit-mutuel.csv"),
    ],
)
def test_what_is_read_all_the_same(name: str, same: str) -> None:
    """Broken accents, points, repeated numbers and marks change no amount and lose no line."""
    one = read_statement(data_of(f"broken/{name}"), IBAN)
    assert told(one) == told(read_statement(data_of(f"statement/{same}"), IBAN))
    assert one.damaged == name.startswith("02")


@pytest.mark.parametrize(
    "name", [one for one in READ if one.startswith("statement") and not one.endswith("xlsx")]
)
def test_a_file_cut_anywhere_tells_no_wrong_amount(name: str) -> None:
    """Wherever a file ends, it is refused, or what is read of it is its beginning."""
    data, whole = data_of(name), told(read_statement(data_of(name), IBAN))
    luck = random.Random(20)
    ends = {*range(len(data) - 130, len(data)), *luck.sample(range(len(data)), 60)}
    for end in sorted(ends):
        try:
            read = told(read_statement(data[:end], IBAN))
        except StatementError:
            continue
        assert read == whole[: len(read)]


@pytest.mark.parametrize("seed", parts(60))
def test_bytes_that_changed_never_crash(seed: int) -> None:
    """Whatever a file became on the way, it is read or refused."""
    luck = random.Random(seed)
    name = luck.choice([one for one in READ if not one.endswith("xlsx")])
    data = bytearray(data_of(name))
    for _ in range(luck.randint(1, 30)):
        place = luck.randrange(len(data))
        match luck.randrange(3):
            case 0:
                data[place] = luck.randrange(256)
            case 1:
                del data[place : place + luck.randrange(40)]
            case _:
                data[place:place] = bytes(data[luck.randrange(len(data)) :][: luck.randrange(40)])
        if not data:
            return
    with suppress(StatementError):
        read_statement(bytes(data), IBAN)


def test_boursobank() -> None:
    """All accounts stand in one file: the group's is taken."""
    text = (
        "\ufeffdateOp;dateVal;label;category;categoryParent;supplierFound;amount;comment;"
        "accountNum;accountLabel;accountbalance\n"
        '2026-11-23;2026-11-23;"VIR SEPA MME ROUX";a;b;c;"1 718,70";;00020312345;B;1800.5\n'
        '2026-11-22;2026-11-22;"PRLV";a;b;c;-12,00;;00040387651;Livret;10.00\n'
    )
    one = read_statement(text.encode(), IBAN)
    assert told(one) == [("2026-11-23", "1718.70")]
    assert refused(text).problem is StatementProblem.SEVERAL_ACCOUNTS


def test_qonto() -> None:
    """What is not executed is not there yet; the other account is known."""
    text = (
        "Statut;Date de la valeur (UTC);Date de la valeur (local);Date de l'opération (UTC);"
        "Date de l'opération (local);Montant total (TTC);Débit;Crédit;Solde;Devise;"
        "Nom de la contrepartie;IBAN de la contrepartie;Méthode de paiement;"
        "Identifiant de transaction;Référence;Note\n"
        "Exécuté;23-11-2026 00:00:00;23-11-2026 01:00:00;23-11-2026 00:00:00;23-11-2026 01:00:00;"
        "25,50;;25,50;100,00;EUR;Hélène Roux;FR76 9999;Virement;x-1;PANIER 4;\n"
        "En attente;;;;;12,00;12,00;;;EUR;X;;Carte;x-2;;\n"
        "Exécuté;23-11-2026 00:00:00;23-11-2026 01:00:00;23-11-2026 00:00:00;22-11-2026 01:00:00;"
        "12,00;12,00;;88,00;EUR;X;;Carte;x-2;;\n"
    )
    one = read_statement(text.encode())
    assert told(one) == [("2026-11-23", "25.50"), ("2026-11-22", "-12.00")]
    assert (one.lines[0].payer, one.lines[0].iban) == ("Hélène Roux", "FR769999")
    assert one.lines[0].label == "Hélène Roux PANIER 4"


def test_n26_and_revolut() -> None:
    """Commas between, points within; a fee is taken off, what is pending is not there."""
    n26 = (
        '"Booking Date","Value Date","Partner Name","Partner Iban",Type,"Payment Reference",'
        '"Account Name","Amount (EUR)","Original Amount","Original Currency","Exchange Rate"\n'
        '2026-11-23,2026-11-24,"Roux, Hélène",FR769999,Credit,"PANIER",Main,25.5,,,\n'
    )
    one = read_statement(n26.encode())
    assert told(one) == [("2026-11-23", "25.50")]
    assert one.lines[0].payer == "Roux, Hélène"
    revolut = (
        "Type,Product,Started Date,Completed Date,Description,Amount,Fee,Currency,State,Balance\n"
        "TOPUP,Current,2026-11-22 10:00:00,2026-11-23 10:00:00,Roux,25.50,0.50,EUR,COMPLETED,25\n"
        "CARD_PAYMENT,Current,2026-11-22 10:00:00,,Shop,-3.00,0.00,EUR,PENDING,\n"
    )
    assert told(read_statement(revolut.encode())) == [("2026-11-23", "25.00")]


def test_older_and_other_tables_of_known_banks() -> None:
    """Caisse d'Épargne with its balances, La Banque Postale with francs, CIC with commas."""
    caisse = (
        "Code de la banque : 99999;Code de l'agence : 00123;\n"
        "Numéro de compte : 00020312345;Nom du compte : PANIERS;Devise : EUR;\n\n"
        "Solde en fin de période;;;;130,00\n"
        "Date;Numéro d'opération;Libellé;Débit;Crédit;Détail;\n"
        "23/11/26;1;VIR SEPA MME ROUX;;+50,00;PANIER;\n22/11/26;2;FRAIS;-20,00;;;\n"
        "Solde en début de période;;;;100,00\n"
    )
    one = read_statement(caisse.encode("cp1252"), IBAN)
    assert told(one) == [("2026-11-23", "50.00"), ("2026-11-22", "-20.00")]
    assert (one.opening, one.closing) == (Decimal("100.00"), Decimal("130.00"))
    wrong = caisse.replace("100,00", "101,00")
    assert refused(wrong).problem is StatementProblem.BALANCES
    francs = (
        "Numéro Compte   ;00020312345\nType ;CCP\nCompte tenu en ;euros\nDate ;30/11/2026\n"
        "Solde (EUROS) ;12,00\nSolde (FRANCS) ;78,71\n\n"
        'Date;Libellé;Montant(EUROS);Montant(FRANCS)\n30/11/2026;"FRAIS ";-6,50;-42,64\n'
    )
    assert told(read_statement(francs.encode(), IBAN)) == [("2026-11-30", "-6.50")]
    cic = (
        "Date d'opération,Date de valeur,Montant,Libellé,Solde\n"
        "23/11/2026,24/11/2026,50.00,VIR A,150.00\n24/11/2026,24/11/2026,-20.10,PRLV B,129.90\n"
    )
    one = read_statement(cic.encode("iso-8859-15"))
    assert told(one) == [("2026-11-23", "50.00"), ("2026-11-24", "-20.10")]
    assert one.lines[0].value == date(2026, 11, 24)


def test_a_line_that_lacks_between_running_balances() -> None:
    """A row that was taken out is missed by the balances beside it."""
    rows = data_of("statement/credit-mutuel.csv").split(b"\r\n")
    error = refused(b"\r\n".join(rows[:12] + rows[13:]))
    assert (error.problem, error.row) == (StatementProblem.BALANCE_OF_ROW, 13)


def test_another_table_is_read_by_the_names_of_its_columns() -> None:
    """Plain names are understood; others are named once; nothing is guessed."""
    plain = "Date opération;Libellé;Débit;Crédit\n23/11/2026;VIR ROUX;;12,00\n"
    assert told(read_statement(plain.encode())) == [("2026-11-23", "12.00")]
    strange = "Jour;Texte;Euros\n23/11/2026;VIR ROUX;12,00\n"
    error = refused(strange)
    assert error.problem is StatementProblem.UNKNOWN_COLUMNS
    assert error.columns == ("Jour", "Texte", "Euros")
    named = {"day": "Jour", "label": "Texte", "amount": "Euros"}
    assert told(read_statement(strange.encode(), None, named)) == [("2026-11-23", "12.00")]
    with pytest.raises(StatementError) as caught:
        read_statement(strange.encode(), None, named | {"amount": "Francs"})
    assert caught.value.columns == ("Francs",)


def test_ofx_as_it_is_met() -> None:
    """No branch, an empty balance, a “<” in a label, midnight elsewhere, another account."""
    text = (
        "<OFX><BANKMSGSRSV1><STMTTRNRS><STMTRS><CURDEF>EUR<BANKACCTFROM><BANKID>99999"
        "<ACCTID>00020312345</BANKACCTFROM><BANKTRANLIST><STMTTRN><DTPOSTED>20261123000000[+1:CET]"
        "<TRNAMT>+12,50<NAME>VIR &amp; A < B<MEMO>suite</STMTTRN></BANKTRANLIST>"
        "<LEDGERBAL><BALAMT></LEDGERBAL></STMTRS></STMTTRNRS></BANKMSGSRSV1></OFX>\n"
    )
    one = read_statement(text.encode(), IBAN)
    assert told(one) == [("2026-11-23", "12.50")]
    assert one.lines[0].label == "VIR & A < B suite"
    assert one.closing is None
    assert told(read_statement(text.encode("utf-16"), IBAN)) == told(one)
    both = text.replace(
        "</STMTTRNRS>",
        "</STMTTRNRS>"
        + text[text.index("<STMTTRNRS>") :]
        .replace("00020312345", "00099999999")
        .split("</BANKMSGSRSV1>")[0],
    )
    assert told(read_statement(both.encode(), IBAN)) == told(one)
    assert refused(text.replace("00020312345", "00020312344"), IBAN).problem is (
        StatementProblem.OTHER_ACCOUNT
    )


def test_camt_of_other_versions() -> None:
    """Version 08 names people one level deeper; what is pending is left; several in one entry."""
    text = (
        '<?xml version="1.0"?><Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.08">'
        "<BkToCstmrStmt><Stmt><Acct><Id><IBAN>{iban}</IBAN></Id></Acct>"
        '<Ntry><Amt Ccy="EUR">5.00</Amt><CdtDbtInd>CRDT</CdtDbtInd><Sts><Cd>PDNG</Cd></Sts></Ntry>'
        '<Ntry><Amt Ccy="EUR">30.00</Amt><CdtDbtInd>CRDT</CdtDbtInd><Sts><Cd>BOOK</Cd></Sts>'
        "<BookgDt><DtTm>2026-11-23T00:00:00+01:00</DtTm></BookgDt><NtryDtls><TxDtls>"
        '<Amt Ccy="EUR">10.00</Amt><RltdPties><Dbtr><Pty><Nm>A</Nm></Pty></Dbtr></RltdPties>'
        '</TxDtls><TxDtls><Amt Ccy="EUR">20.00</Amt><RltdPties><Dbtr><Pty><Nm>B</Nm></Pty></Dbtr>'
        "</RltdPties></TxDtls></NtryDtls></Ntry></Stmt></BkToCstmrStmt></Document>"
    ).replace("{iban}", IBAN)
    one = read_statement(text.encode(), IBAN)
    assert [(line.payer, str(line.amount)) for line in one.lines] == [
        ("A", "10.00"),
        ("B", "20.00"),
    ]
    bomb = text.replace("<Document", '<!DOCTYPE d [<!ENTITY a "aaaa">]><Document')
    assert refused(bomb).problem is StatementProblem.ENTITIES
    assert refused(text[:-40]).problem is StatementProblem.CUT
    assert refused(text.replace("Stmt>", "Ntfctn>")).problem is StatementProblem.OTHER_XML
    assert refused(text.replace('"EUR"', '"USD"')).value == "USD"


@pytest.mark.parametrize(
    ("text", "amount"),
    [
        ("-1 234,50", "-1234.50"),
        ("+3500,00", "3500.00"),
        ("1.234,50", "1234.50"),
        ("1,234.50", "1234.50"),
        ("12.5", "12.50"),
        ("80", "80.00"),
        ("8286,45", "8286.45"),
        ("1 489,65 €", "1489.65"),
        ("45,50-", "-45.50"),
        ("1\u00a0718,70 EUR", "1718.70"),
    ],
)
def test_amounts_as_banks_write_them(text: str, amount: str) -> None:
    """Commas, points and blanks mean what they mean, never a hundred times as much."""
    assert str(amount_of(text, 1)) == amount


@pytest.mark.parametrize("text", ["", "1.234", "1,234", "12,345", "a", "--1", "1e5", "1,2,3", "²"])
def test_amounts_that_could_be_another(text: str) -> None:
    """What can be read two ways is refused."""
    with pytest.raises(StatementError):
        amount_of(text, 1)


@pytest.mark.parametrize("text", ["31/02/2026", "11/16/2026", "2026", "1/1/1999", "", "٣/١١/2026"])
def test_days_that_are_none(text: str) -> None:
    """A day that is not in the calendar is none."""
    with pytest.raises(StatementError):
        day_of(text, 1)


@pytest.mark.parametrize(
    ("said", "same"),
    [
        (IBAN, True),
        ("99999 00123 00020312345 45", True),
        ("0012300020312345", True),
        ("****2345", True),
        ("00123 312345A", True),
        ("20312345", True),
        ("****2346", False),
        ("00055567890", False),
        ("00124 312345A", False),
        ("FR7699999001230002031234546", False),
    ],
)
def test_accounts_as_banks_write_them(said: str, same: bool) -> None:
    """An account is known by its parts, and by its end where the rest is starred."""
    assert same_account(said, IBAN) is same
