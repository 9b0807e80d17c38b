"""Lines of all kinds: a clear refusal or a correct result, never anything else."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cagette_tui.model.checking.checking import check
from cagette_tui.model.rules.evening import SheetView
from cagette_tui.sentences import sentence
from cagette_tui.sentences.sheet import answer_text, file_lines, file_summary, understood_texts
from cagette_tui.sheet.files import apply_file
from cagette_tui.sheet.understanding import Grasp, understand
from cagette_tui.text import visible
from tests.shares import EVERY
from tests.sheet.page import NUMBERS, after, seen, taken_back, tried
from tests.world import World, dump

# What each basket of the page has: words that name one product, and how many pieces of it.
IN_BASKET = {
    1: [("pain cocotte", 1), ("seigle", 1)],
    2: [("poulet", 1), ('"pain cocotte 1 kg"', 1)],
    3: [("rye", 1), ("pain de seigle", 1)],
    5: [("canard", 2), ('"œufs 6"', 1), ("œufs bio", 1), ("oeufs", 1), ("oeufs 6", 1)],
    9: [("vrac : noix", 1), ("pain", 1)],
    12: [("pain", 1), ("poulet", 1)],
    16: [("Noix", 1), ("cocotte", 1)],
    17: [("pain", 1), ("seigle", 1)],
}
OPEN = [number for number in NUMBERS if number != 11]
AMOUNTS = st.sampled_from(
    ["2", "2,50", "3.50", " 5", "11,05", "14", "0,01", " 20", "4€", " 4 €", "1 234,50"]
)
NO_AMOUNTS = st.sampled_from(["0", " -1", "1,234", "99999", "5x", "e"])
QUANTITIES = st.sampled_from(
    ["1", "0", "1,35", "1350 g", "1.2kg", "0,5", "2", "700 g", "0,62", "0.25 kg", "75"]
)
LETTERS = st.sampled_from(list("eeccttbbEECCTTBBlL"))
PAYMENTS = st.one_of(
    LETTERS,
    LETTERS,
    st.tuples(LETTERS, AMOUNTS).map("".join),
    st.tuples(st.sampled_from("cC"), AMOUNTS | st.just(""), st.just(" n0012345")).map("".join),
    st.tuples(LETTERS, NO_AMOUNTS).map("".join),
)
SPLITS = st.tuples(LETTERS, AMOUNTS, st.just(" "), LETTERS).map("".join)
REFUNDS = st.tuples(st.just("r"), AMOUNTS | st.just(""), st.just(" "), LETTERS).map("".join)
ENDS = st.sampled_from(["", "", " !", " !", "!", " # raison", " ! # raison", " ! # raison"])


@st.composite
def acts(draw: st.DrawFn, number: int) -> str:
    """Acts for one basket, mostly of what it has."""
    products = IN_BASKET.get(number, [("pain", 1), ("caviar", 1)])

    def weights() -> str:
        words, pieces = draw(st.sampled_from(products))
        return " ".join([words, *(draw(QUANTITIES) for _ in range(pieces))])

    def taken_out() -> str:
        return "-" + draw(st.sampled_from(products))[0]

    found = []
    for _ in range(draw(st.integers(0, 2))):
        kind = draw(st.integers(0, 5))
        found.append(
            [weights, weights, taken_out, lambda: draw(REFUNDS), lambda: "A", taken_out][kind]()
        )
    found.append(draw(st.one_of(PAYMENTS, PAYMENTS, SPLITS, st.just("v"), REFUNDS)))
    if draw(st.integers(0, 4)) == 0:
        found.append(
            draw(st.sampled_from(["v", "v vu", "awaited", "A", "e", "n12", "M n12", "x", "12"]))
        )
    if draw(st.integers(0, 3)) == 0:
        found = draw(st.permutations(found))
    return " ".join(found)


ONE = st.sampled_from(OPEN).flatmap(
    lambda number: st.tuples(st.just(f"{number} "), acts(number), ENDS).map("".join)
)
OTHERS = st.tuples(
    st.sampled_from(
        ["1-5 ", "3-11 ", "9-17 ", "12-12 ", "1+2 ", "3+4 ", "6+7+8 ", "13+17 ", "14+15 ",
         "le gall: ", "le gallou:", "noel lucia : ", "gaël:", "dupont:", "19 ", "11 ",
         "11+1 ", "2+2 ", "5-2 "]
    ),
    st.one_of(
        PAYMENTS, PAYMENTS, acts(1),
        st.sampled_from(["v", "v vu", "v attendu", "A", "A v", "-pain e", "r e"]),
    ),
    ENDS,
).map("".join)  # fmt: skip
LINES = st.one_of(ONE, ONE, ONE, OTHERS)
ALPHABET = st.sampled_from(
    [*'0123456789 ,.-+:#!"«»“”nrvAectblECTBLkg€\t\u00a0\u202f', "poulet", "pain", "\0", "é",
     "e\u0301", "\u202e", "n°"]
)  # fmt: skip


@st.composite
def mutated(draw: st.DrawFn) -> str:
    """A line with some characters put in, taken out or doubled."""
    text = draw(LINES)
    for _ in range(draw(st.integers(1, 3))):
        at = draw(st.integers(0, len(text)))
        text = text[:at] + draw(ALPHABET | st.just("")) + text[at + draw(st.integers(0, 2)) :]
    return text


NOISE = st.lists(ALPHABET, max_size=12).map("".join) | st.text(max_size=30)
ANY_LINE = st.one_of(LINES, LINES, LINES, LINES, mutated(), NOISE)
SURE = st.sampled_from([False, False, True])


def evening(world: World, sheet: SheetView, lines: list[tuple[str, bool]], *, prove: bool) -> None:
    """Do some lines one after the other; all of it is taken back."""
    with taken_back():
        for text, sure in lines:
            before = dump() if prove else None
            understanding, answer = tried(world, text, sheet, sure=sure)
            meaning, remark = understood_texts(understanding)
            assert visible(meaning + remark) == meaning + remark
            if answer is None:
                assert understanding.problem or understanding.questions
                if prove:
                    assert dump() == before
                continue
            assert answer_text(answer).count("\n") == 0
            now = after(sheet)
            shown = {change.after.number: change.after for change in answer.changes}
            for basket in now.baskets:
                if basket.number in shown:
                    assert seen(basket) == seen(shown[basket.number]), text
            sheet = now
        if prove:
            assert check() == []


def settled(count: int) -> settings:
    return settings(
        max_examples=count,
        deadline=None,
        suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
    )


@pytest.mark.long
def test_what_is_understood_is_what_is_done(shared_world: World, sheet: SheetView) -> None:
    """Amounts, result, questions and refusals: the preview and the act agree."""

    @settled(50)
    @given(st.lists(st.tuples(ANY_LINE, SURE), min_size=3, max_size=4))
    def run(lines: list[tuple[str, bool]]) -> None:
        evening(shared_world, sheet, lines, prove=False)

    run()


@pytest.mark.long
def test_what_is_understood_is_what_is_done_at_length(
    shared_world: World, sheet: SheetView
) -> None:
    """The same for thousands of lines; a refused one changes nothing, `check` is clean."""
    count = 0

    @settled(4000 // EVERY)
    @given(st.lists(st.tuples(ANY_LINE, SURE), min_size=4, max_size=8))
    def run(lines: list[tuple[str, bool]]) -> None:
        nonlocal count
        count += len(lines)
        evening(shared_world, sheet, lines, prove=count % 10 == 0)

    run()
    assert count >= 4 * 4000 // EVERY


@pytest.mark.parametrize("examples", [150, pytest.param(20_000 // EVERY, marks=pytest.mark.long)])
def test_any_text_is_understood(shared_world: World, sheet: SheetView, examples: int) -> None:
    """Never an exception, in words always; what is incomplete is no error while typing."""

    @settled(examples)
    @given(st.one_of(mutated(), st.text(), st.lists(ALPHABET, max_size=30).map("".join)))
    def run(text: str) -> None:
        for end in (len(text) // 2, len(text)):
            understanding = understand(text[:end], sheet)
            words = "".join(understood_texts(understanding))
            assert "\x1b" not in words
            assert bool(words) is not (understanding.grasp is Grasp.EMPTY)
            if understanding.problem is not None:
                assert sentence(understanding.problem)

    run()


@pytest.mark.parametrize("examples", [20, pytest.param(2_000 // EVERY, marks=pytest.mark.long)])
def test_any_bytes_are_a_file(shared_world: World, sheet: SheetView, examples: int) -> None:
    """All or nothing, line by line; with `keep_going` the good lines only."""
    lines = st.lists(
        ANY_LINE.map(lambda text: text.encode("utf-8", "replace")) | st.binary(max_size=20)
    )

    @settled(examples)
    @given(lines, st.sampled_from([b"\n", b"\r\n", b"\r"]), st.booleans())
    def run(lines: list[bytes], end: bytes, keep_going: bool) -> None:
        data = end.join(lines)
        if data.startswith((b"\xff\xfe", b"\xfe\xff")):
            return
        with taken_back():
            before = dump()
            answer = apply_file(shared_world.desk, 1, data, keep_going=keep_going)
            assert answer.applied is (keep_going or not answer.failed)
            if not answer.applied:
                assert dump() == before
            assert len(list(file_lines(answer))) == len(answer.lines)
            assert file_summary(answer)

    run()
