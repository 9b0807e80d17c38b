"""What can be done on a screen: keys, footer and help all come from the same table."""

from collections.abc import Callable, Iterable, Sequence

from cagette_tui.i18n import N_, _
from cagette_tui.text import cells, wrap
from cagette_tui.value import ValueObject
from cagette_tui.widgets.painted import Run

_KEY_NAMES = {
    "escape": N_("Esc"),
    "enter": N_("Enter"),
    "space": N_("Space"),
    "pageup": N_("Page Up"),
    "pagedown": N_("Page Down"),
    "home": N_("Home"),
    "end": N_("End"),
    "tab": N_("Tab"),
    "up": "↑",
    "down": "↓",
    "left": "←",
    "right": "→",
    "question_mark": "?",
    "slash": "/",
    "colon": ":",
    "asterisk": "*",
}


class Command(ValueObject):
    """One thing that can be done, with every key that does it.

    `action` is the method of the screen that does it, called `action_…` as Textual wants it; a
    subclass may override it, and it is called with `argument` if there is one. `label` (one or two
    words) and `help` (a sentence) are marked with `N_` and translated when they are shown. The
    footer shows the commands that have a place there in the order of the table, as far as they
    fit: the most important ones come first. `shown_key` (also marked) replaces the first key in
    the footer. A command without keys is only explained: a widget has those keys; one without
    action explains what no method of the screen does.
    """

    keys: tuple[str, ...]
    action: Callable[..., object] | None
    label: str
    help: str = ""
    footer: bool = True
    shown_key: str | None = None
    # Not in the help either: another command explains it.
    listed: bool = True
    group: str = N_("On this screen")
    argument: str | int | None = None
    # In the footer, whatever the table's order.
    stands_last: bool = False
    # The key alone changes what is stored, so it must have been meant (R62).
    acts: bool = False
    # What is typed right behind it goes into a line that it opens, or into a draft.
    takes_text: bool = False
    # It asks for a text first: whoever did not see that it was refused goes on typing that.
    asks_text: bool = False
    # Marked with `N_`: why it is not possible where something lacks.
    without: str = ""

    @property
    def name(self) -> str:
        """The action's name, as `enabled` is asked about it: `pay` for `action_pay`."""
        return "" if self.action is None else self.action.__name__.removeprefix("action_")

    @property
    def parameters(self) -> tuple[object, ...]:
        """What the action is called with."""
        return () if self.argument is None else (self.argument,)

    @property
    def for_textual(self) -> str:
        """The action as Textual writes it in a binding: `receive('cash')`."""
        if self.argument is None:
            return self.name
        # A member of an enumeration stands for its text.
        argument = str(self.argument) if isinstance(self.argument, str) else self.argument
        return f"{self.name}({argument!r})"

    @property
    def key_text(self) -> str:
        """The key as the footer shows it."""
        if self.shown_key is not None:
            return _(self.shown_key)
        return key_name(self.keys[0]) if self.keys else ""

    @property
    def keys_text(self) -> str:
        """All its keys, as the help shows them."""
        if self.keys:
            return " ".join(key_name(key) for key in self.keys)
        return self.key_text


EVERYWHERE = N_("Everywhere")

MOVE = Command(
    (),
    None,
    N_("move"),
    N_("Move through the rows; letters work where arrows do not."),
    footer=False,
    shown_key=N_("↑ ↓ j k Page Up Page Down Home End"),
    group=EVERYWHERE,
)


def key_name(key: str) -> str:
    """Give a key as people call it, in the current language."""
    if key in _KEY_NAMES:
        return _(_KEY_NAMES[key])
    if key.startswith("f") and key[1:].isdigit():
        return key.upper()
    return key


_TYPED = {"enter", "space", "slash", "question_mark", "colon", "asterisk", "backspace"}


def is_typed(key: str) -> bool:
    """Whether a key belongs to an input while someone types into it."""
    return len(key) == 1 or key in _TYPED


def footer_lines(commands: Iterable[Command], width: int, count: int) -> list[list[Run]]:
    """Lay out the footer on `count` lines of `width` cells: commands in order, the help last.

    Commands that find no room are left to the help; `…` tells that there are some.
    """
    in_footer = [command for command in commands if command.footer]
    shown = [command for command in in_footer if not command.stands_last]
    tail: list[Run] = []
    for command in in_footer:
        if command.stands_last:
            tail = [(command.key_text, "key"), (f" {_(command.label)}", "")]
    tail_width = sum(cells(text) for text, _style in tail) + 2
    lines: list[list[Run]] = []
    for number in range(count):
        is_last = number == count - 1
        runs, shown = _fill(shown, width - (tail_width + 1 if is_last else 0))
        lines.append(runs)
        if is_last:
            used = sum(cells(text) for text, _style in runs)
            gap = " " * (width - used - tail_width)
            runs += [(" …" + gap[2:] if shown and len(gap) >= 2 else gap, "dim"), *tail]
    return lines


def _fill(commands: list[Command], width: int) -> tuple[list[Run], list[Command]]:
    """Fill a line of `width` cells; give it and the commands that are left."""
    runs: list[Run] = []
    room = width
    for number, command in enumerate(commands):
        separator = "  " if runs else " "
        key, label = command.key_text, f" {_(command.label)}"
        room -= cells(separator) + cells(key) + cells(label)
        # Two cells stay for the sign that something is left.
        if room < 2:
            return runs, commands[number:]
        runs += [(separator, ""), (key, "key"), (label, "")]
    return runs, []


_KEYS_WIDTH = 14
_LABEL_WIDTH = 20


def help_lines(commands: Sequence[Command], width: int) -> list[list[Run]]:
    """Explain all commands, group by group, on lines of at most `width` cells."""
    lines: list[list[Run]] = []
    for group in dict.fromkeys(command.group for command in commands):
        if lines:
            lines.append([])
        lines += [[(f" {line}", "heading")] for line in wrap(_(group), width - 2)]
        for command in commands:
            if command.group == group and command.listed:
                lines += _explained(command, width)
    return lines


def _explained(command: Command, width: int) -> list[list[Run]]:
    keys, label = command.keys_text, _(command.label)
    head: list[Run] = [(f"  {keys}", "key")]
    indent = 2 + _KEYS_WIDTH + _LABEL_WIDTH
    used = cells(keys)
    lines: list[list[Run]] = []
    if used >= _KEYS_WIDTH:
        lines.append(head)
        head, used = [("  ", "")], 0
    head.append((" " * (_KEYS_WIDTH - used) + label, "strong"))
    if not command.help:
        return [*lines, head]
    if cells(label) >= _LABEL_WIDTH:
        lines.append(head)
        head = [(" " * indent, "")]
    else:
        head.append((" " * (_LABEL_WIDTH - cells(label)), ""))
    texts = wrap(_(command.help), max(20, width - indent - 1))
    lines.append([*head, (texts[0], "")])
    return lines + [[(" " * indent + text, "")] for text in texts[1:]]
