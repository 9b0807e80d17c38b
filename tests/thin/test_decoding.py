"""R62: what a terminal sends is a key only where it is known to be one."""

import random

import pytest

from cagette_tui.thin.decoding import AFTER_ESCAPE, CUT, UNFINISHED, Decoder, Kind, bytes_decoder

# What keys, terminals and lines have sent to the program, and what was read.
SEQUENCES: dict[bytes, list[tuple[Kind, str]]] = {
    b"\x1b[B": [(Kind.KEY, "\x1b[B")],
    b"\x1bOA": [(Kind.KEY, "\x1bOA")],
    b"\x1b[[A": [(Kind.KEY, "\x1b[[A")],
    b"\x1b[3$": [(Kind.KEY, "\x1b[3$")],
    b"\x1bOl": [(Kind.KEY, "\x1bOl")],
    b"\x1bOp\x1bOM": [(Kind.KEY, "\x1bOp"), (Kind.KEY, "\x1bOM")],
    b"\x1bOE": [(Kind.ANSWER, "\x1bOE")],
    b"\x1b[E": [(Kind.ANSWER, "\x1b[E")],
    b"\x1b[1;10B": [(Kind.UNKNOWN, "\x1b[1;10B")],
    b"\x1b[1;3B": [(Kind.UNKNOWN, "\x1b[1;3B")],
    b"\x1b[>0;276;0c": [(Kind.ANSWER, "\x1b[>0;276;0c")],
    b"\x1b[?62;22c": [(Kind.ANSWER, "\x1b[?62;22c")],
    b"\x1b[24;80R": [(Kind.ANSWER, "\x1b[24;80R")],
    b"\x1b[I\x1b[O": [(Kind.ANSWER, "\x1b[I"), (Kind.ANSWER, "\x1b[O")],
    b"\x1b[MEEE": [(Kind.ANSWER, "\x1b[MEEE")],
    b"\x1b[<64;10;6M": [(Kind.ANSWER, "\x1b[<64;10;6M")],
    b"\x1b]11;rgb:0000/0000/0000\x1b\\": [(Kind.ANSWER, "\x1b]11;rgb:0000/0000/0000\x1b")],
    b"\x1b]52;c;RUVF\x07": [(Kind.ANSWER, "\x1b]52;c;RUVF")],
    b"\x1bP>|tmux 3.3a\x1b\\": [(Kind.ANSWER, "\x1bP>|tmux 3.3a\x1b")],
    b"\x1b_Gi=1;OK\x1b\\": [(Kind.ANSWER, "\x1b_Gi=1;OK\x1b")],
    b"\x1b[27u": [(Kind.KEY, "\x1b")],
    b"\x1b[13;1:1u": [(Kind.KEY, "\r")],
    b"\x1b[27;1:3u": [(Kind.UNKNOWN, "\x1b[27;1:3u")],
    b"\x1b[101;2u": [(Kind.UNKNOWN, "\x1b[101;2u")],
    b"\x1be": [(Kind.KEY, "\x1b"), (Kind.ALT, "e")],
    b"\x1b\x7f": [(Kind.KEY, "\x1b\x7f")],
    b"\x1b\x1b[B": [(Kind.BROKEN, "\x1b[B")],
    b"\x9b1;2c\x8fE": [(Kind.ANSWER, "\x1b[1;2c"), (Kind.ANSWER, "\x1bOE")],
    b"\n": [(Kind.KEY, "\r")],
    b"\r\n": [(Kind.KEY, "\r")],
    b"E": [(Kind.KEY, "E")],
    "é".encode(): [(Kind.KEY, "é")],
    b"\xe9r": [(Kind.KEY, "\ufffd"), (Kind.KEY, "r")],
    b"\x1b[200~12 e\n13 c\x1b[201~": [(Kind.PASTE, "12 e\n13 c")],
    b"\x1b[200~\x1b[B\xff\x1b[201~": [(Kind.PASTE, "\x1b[B?")],
}


def read(parts: list[bytes], pause: float) -> list[tuple[Kind, str]]:
    """Feed bytes with a pause after each part; give what was read, until nothing more is due."""
    decoder, decode, now = Decoder(0.08), bytes_decoder().decode, 100.0
    pieces = []
    for part in parts:
        while decoder.due is not None and decoder.due <= now:
            pieces += decoder.tick(decoder.due)
        pieces += decoder.feed(decode(part), now)
        now += pause
    while decoder.due is not None:
        pieces += decoder.tick(decoder.due)
    return [(piece.kind, piece.text) for piece in pieces]


@pytest.mark.parametrize("sent", SEQUENCES)
def test_sequences(sent: bytes) -> None:
    """R62: what is known to be a key is one, also where its parts come late; nothing else is."""
    assert read([sent], 0) == SEQUENCES[sent]
    assert read([bytes([one]) for one in sent], 0.001) == (
        SEQUENCES[sent] if sent != b"\r\n" else [(Kind.KEY, "\r")] * 2
    )
    for cut in range(2, len(sent)):
        if sent[cut - 1 : cut] == b"\x1b":
            continue  # that is about Esc: see below
        assert read([sent[:cut], sent[cut:]], 0.35) == SEQUENCES[sent]


@pytest.mark.parametrize("sent", [one for one in SEQUENCES if one[:1] == b"\x1b"])
@pytest.mark.parametrize("pause", [0.05, 0.1, 0.35, 0.5])
def test_cut_behind_esc(sent: bytes, pause: float) -> None:
    """R62: what follows an Esc that has counted is no letter."""
    pieces = read([sent[:1], sent[1:]], pause)
    if pause < 0.08:
        assert pieces == SEQUENCES[sent]
        return
    assert pieces[0] == (Kind.KEY, "\x1b")
    letters = [text for kind, text in pieces[1:] if kind is Kind.KEY and text.isprintable()]
    # A letter by itself, so long after Esc, is one; one that comes behind others is a burst.
    assert not letters or sent[1:2] not in b"[O]P_" or len(pieces) > 2 or sent.count(b"\x1b") > 1


def test_no_end() -> None:
    """R62: an unfinished sequence does nothing, and ends after a while."""
    for begun in (b"\x1b[", b"\x1b[12;", b"\x1bO", b"\x1b]11;rgb:00", b"\x1bP", b"\x1b[<0;1"):
        assert [kind for kind, _text in read([begun], 0)] == [Kind.BROKEN]
        late = read([begun, b"E"], UNFINISHED + 0.1)
        assert late == [late[0], (Kind.KEY, "E")]
    assert read([b"\x1b[200~12 e"], 0) == [(Kind.PASTE, "12 e")]


def test_esc_then_a_letter() -> None:
    """R62: Esc counts; a letter within 200 ms may be Alt, and later it is a letter."""
    for pause, kind in ((0.0, Kind.ALT), (0.06, Kind.ALT), (0.19, Kind.ALT), (0.21, Kind.KEY)):
        assert read([b"\x1b", b"E"], pause) == [(Kind.KEY, "\x1b"), (kind, "E")]
    assert AFTER_ESCAPE < 0.21 < CUT


@pytest.mark.parametrize("count", [10_000, pytest.param(100_000, marks=pytest.mark.long)])
def test_any_sequence_at_all(count: int) -> None:
    """R62: random sequences, cut somewhere: no letter of them is read as a key."""
    luck = random.Random(62)
    ends = "".join(map(chr, range(0x40, 0x7F))).replace("[", "").replace("M", "")
    for _ in range(count):
        inside = "".join(luck.choices("0123456789;:<=>? !'(", k=luck.randrange(8)))
        text = "".join(luck.choices("ECTBectbvuo0123456789;:/ ", k=luck.randrange(12)))
        sent = luck.choice(
            (
                f"\x1b[{inside}{luck.choice(ends)}",
                f"\x1bO{luck.choice('0123456789')}{luck.choice(ends)}",
                f"\x1b{luck.choice(']PX^_')}{text}{luck.choice((chr(7), chr(27) + chr(92)))}",
                f"\x1b{luck.choice(']PX^_')}{text}",
                f"\x1b[{inside}",
            )
        ).encode()
        cut = luck.randrange(2, len(sent) + 1)
        for kind, read_as in read([sent[:cut], sent[cut:]], luck.choice((0.0, 0.1, 0.5))):
            assert kind is not Kind.KEY or read_as[0] == "\x1b" or sent[-1:] == b"u", sent
