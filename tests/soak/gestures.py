"""What a volunteer does of an evening: random, but as somebody would who looks at the screen."""

from __future__ import annotations

import re
from collections.abc import Callable

from tests.bench.wire import DOWN, UP
from tests.soak.person import Person, Wrong

ESC, ENTER = "\x1b", "\r"
_PRODUCTS = ("carottes", "brioche", "poulet", "pain", "mesclun", "rillettes")
_ANSWER = re.compile(r"(?:^|  )([a-z](?:/[a-z])*) ")


def to_list(person: Person) -> None:
    """Go to the baskets of tonight, whatever stands on the screen."""
    for turn in range(30):
        if turn % 4 == 3 or "n’ont rien fait" in person.text or "n’a rien fait" in person.text:
            person.look_up()
        if any(line.startswith(" Chercher") for line in person.lines[-5:]):
            person.press(ESC)
        if person.lines[0].lstrip().startswith("EXERCICE"):  # t was typed a screen too early
            person.press(ESC, limit=0.6)
            continue
        if person.is_at_list:
            if "certifiée" in person.lines[0]:
                _reopen_all(person)
            return
        if person.lines[0].lstrip(" !·").startswith("Distributions") or "Validés" in person.text:
            person.press("r" if "r y revient" in person.text else "")
            if not person.is_at_list:
                person.press("/2026-11-20" + ENTER)
                person.press(ENTER, limit=4)
        else:
            person.press(ESC, limit=0.6)
    raise Wrong(f"it does not come back after {[*person.typed]}:\n{person.text}")


def _reopen_all(person: Person) -> None:
    person.press("R")
    person.press("d")
    person.press("erreur" + ENTER)


def _answer(person: Person) -> None:
    """Answer what is asked, one way or the other."""
    for _ in range(4):
        below = [line for line in person.lines[-5:] if "n/Entrée/Échap" in line]
        if not below:
            return
        letters = [one.split("/")[0] for one in _ANSWER.findall(below[0])]
        person.press(person.dice.choice([*letters, "o", "o", "n"]))
    person.press(ESC)


def _move(person: Person) -> None:
    dice = person.dice
    person.press(dice.choice((DOWN * dice.randrange(12), UP * dice.randrange(12), "\x1b[6~", "n")))


def receive(person: Person) -> None:
    """One key on some basket."""
    _move(person)
    for _ in range(person.dice.randrange(1, 4)):
        person.press(person.dice.choice("ectbECTBEECvvl"))
        _answer(person)


def run_of_keys(person: Person) -> None:
    """Many keys at once, as over a slow line."""
    _move(person)
    person.press(person.dice.choice(("EEEEE", "ejejej", "CTBE", "vjvjv")), limit=4)
    _answer(person)


def look_around(person: Person) -> None:
    """Search, read, come back."""
    dice = person.dice
    person.press(dice.choice(("/bernard", "/23", "/12,")) + ENTER)
    person.press(dice.choice(("J", "K", "h", "?", ENTER, "V")))
    person.press(dice.choice((DOWN * 3, "\x1b[6~", "\x1b[F")))


def pay(person: Person) -> None:
    """Enter amounts."""
    _move(person)
    person.press("p")
    person.press("e")
    person.press(person.dice.choice(("12", "3,50", "")) + ENTER)
    if person.dice.random() < 0.5:
        person.press("c")
        person.press(ENTER)
        person.press("1234" + ENTER)
        person.press(ENTER)
    person.press(ENTER)
    _answer(person)


def basket(person: Person) -> None:
    """Open a basket and correct it."""
    dice = person.dice
    _move(person)
    person.press(ENTER)
    for _ in range(dice.randrange(1, 4)):
        keys = dice.choice((" ", "s", "r", "d", "A", "v", "e", ENTER, "a", "M"))
        person.press(DOWN * dice.randrange(4))
        person.press(keys)
        if keys in ("s", "r", "d", "M"):
            person.press(("erreur" if keys == "d" else "2,50") + ENTER)
        if keys == ENTER and "n/Entrée" in person.text:
            person.press(dice.choice(("q1,5", "x3,20", "n")) + ENTER)
        if keys == "a":
            person.press(dice.choice(_PRODUCTS) + ENTER)
            person.press("1" + ENTER)
        _answer(person)


def product(person: Person) -> None:
    """One product in all baskets."""
    dice = person.dice
    key = dice.choice("mwx")
    person.press(key)
    person.press(dice.choice(_PRODUCTS) + ENTER, limit=3)
    if key == "w":
        for _ in range(dice.randrange(1, 5)):
            person.press(f"{dice.randrange(800, 2200)} g" + ENTER)
        person.press(ESC)
    if key == "x":
        person.press(f"{dice.randrange(1, 9)},{dice.randrange(10, 99)}" + ENTER)
    person.press(dice.choice(("o", "o", ESC)))
    _answer(person)


def sheet(person: Person) -> None:
    """Lines of the sheet."""
    dice = person.dice
    person.press(":")
    for _ in range(dice.randrange(1, 4)):
        number = dice.randrange(1, 36)
        line = dice.choice((f"{number} E", f"{number} e10 c", f"{number} -brioche", f"{number} t"))
        person.press(line + ENTER, limit=3)
    person.press(dice.choice(("12 e", "")) + ESC)


def be_away(person: Person) -> None:
    """Leave the keyboard to a cat, and the line to whatever it sends."""
    person.hear_noise()


def several(person: Person) -> None:
    """Marked baskets at once."""
    _move(person)
    person.press_each(" j j j")
    person.press(person.dice.choice("Eecp"))
    _answer(person)


def box(person: Person) -> None:
    """Count the box, half of it at least."""
    dice = person.dice
    person.press("K", limit=3)
    person.press("c")
    for _ in range(dice.randrange(1, 5)):
        person.press(str(dice.randrange(9)) + ENTER)
    person.press(ESC)
    if dice.random() < 0.3:
        person.press_each("oe")
        person.press("rien" + ENTER)


def account(person: Person) -> None:
    """A payment on a member's account."""
    _move(person)
    person.press("h")
    person.press("p")
    person.press("5" + ENTER)
    _answer(person)
    person.press("dette" + ENTER)
    for _ in range(3):  # for the basket, in whose takings, more than is owed
        _answer(person)
        if "Quel jour" in person.text:
            person.press(ENTER)


def take_back(person: Person) -> None:
    """Undo once or twice."""
    for _ in range(person.dice.randrange(1, 3)):
        person.press("u")
        _answer(person)


def reopen(person: Person) -> None:
    """Reopen a basket."""
    _move(person)
    person.press("R")
    if "Motif" in person.text:
        person.press("erreur" + ENTER)


def finish(person: Person) -> None:
    """Look at what is left; now and then validate it all, and certify."""
    person.press("V", limit=4)
    if person.dice.random() < 0.2:
        person.press("V")
        person.press(person.dice.choice(("o", "valider" + ENTER)), limit=6)
        _answer(person)


GESTURES: tuple[Callable[[Person], None], ...] = (
    *(
        receive,
        receive,
        receive,
        receive,
        receive,
        receive,
        run_of_keys,
        take_back,
        take_back,
        reopen,
        reopen,
        sheet,
    ),
    *(be_away, basket, basket, pay, product, look_around, several, box, account, finish),
)
