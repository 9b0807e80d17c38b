"""Small faults, one at a time: an operator, a boundary, a condition dropped, a refusal deleted."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator
from dataclasses import dataclass

_COMPARED: dict[type[ast.cmpop], type[ast.cmpop]] = {
    ast.Lt: ast.LtE,
    ast.LtE: ast.Lt,
    ast.Gt: ast.GtE,
    ast.GtE: ast.Gt,
    ast.Eq: ast.NotEq,
    ast.NotEq: ast.Eq,
    ast.Is: ast.IsNot,
    ast.IsNot: ast.Is,
    ast.In: ast.NotIn,
    ast.NotIn: ast.In,
}
_SUMMED: dict[type[ast.operator], type[ast.operator]] = {ast.Add: ast.Sub, ast.Sub: ast.Add}
_CHOSEN = {"max": "min", "min": "max", "any": "all", "all": "any"}


@dataclass(frozen=True)
class Fault:
    """One fault of one file: where it is and what is done to it."""

    path: str
    line: int
    what: str
    place: tuple[int, int]  # of the node in the tree, and of the change among those of the node

    @property
    def name(self) -> str:
        """What it is called in a list of those that do not matter."""
        return f"{self.path}: {self.what}"

    def put_into(self, text: str) -> str:
        """Return the text of the module with the fault."""
        tree = ast.parse(text)
        index, number = self.place
        list(_options([*ast.walk(tree)][index], tree))[number][1]()
        return ast.unparse(ast.fix_missing_locations(tree))


Change = tuple[str, Callable[[], None]]


def faults_of(path: str, text: str) -> Iterator[Fault]:
    """Give every fault that is put into a module, in the order of its lines."""
    tree = ast.parse(text)
    nodes = [*ast.walk(tree)]
    left_out = _left_out(nodes)
    statements = _statements(tree)
    for index, node in enumerate(nodes):
        if id(node) in left_out:
            continue
        for number, (what, _do) in enumerate(_options(node, tree)):
            short = " ".join(ast.unparse(statements[id(node)]).split())[:70]
            yield Fault(path, getattr(node, "lineno", 0), f"{what} in {short}", (index, number))


def _left_out(nodes: list[ast.AST]) -> set[int]:
    """Give the nodes of which a fault costs nobody money by itself.

    What stands in decorators: a class that is not frozen; a `zip` that is not strict.
    """
    whole = [one for node in nodes for one in getattr(node, "decorator_list", [])]
    whole += [one.value for one in nodes if isinstance(one, ast.keyword) and one.arg == "strict"]
    return {id(one) for node in whole for one in ast.walk(node)}


def _statements(tree: ast.AST) -> dict[int, ast.AST]:
    """Give the smallest statement around each node, by the node's identity."""
    found: dict[int, ast.AST] = {}
    # Breadth first: a smaller statement comes later.
    for node in ast.walk(tree):
        if isinstance(node, ast.stmt):
            found |= {id(one): node for one in ast.walk(node)}
    return found


def _options(node: ast.AST, tree: ast.AST) -> Iterator[Change]:
    """Give what can be done to one node: a word for it, and the doing."""
    if isinstance(node, ast.Compare) and type(node.ops[0]) in _COMPARED:
        other = _COMPARED[type(node.ops[0])]()
        yield f"compared by {type(other).__name__}", lambda: node.ops.__setitem__(0, other)
    elif isinstance(node, ast.BoolOp):
        yield from _of_conditions(node)
    elif isinstance(node, ast.BinOp) and type(node.op) in _SUMMED:
        sign = _SUMMED[type(node.op)]()
        yield f"{type(sign).__name__} instead", lambda: setattr(node, "op", sign)
    elif isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not | ast.USub):
        yield "sign or not dropped", lambda: _replace(tree, node, node.operand)
    elif isinstance(node, ast.Constant) and isinstance(node.value, bool):
        yield f"{not node.value} instead", lambda: setattr(node, "value", not node.value)
    elif isinstance(node, ast.Call):
        yield from _of_call(node)
    elif isinstance(node, ast.If):
        yield from _of_branch(node)
    elif isinstance(node, ast.Expr) and isinstance(node.value, ast.Call):
        nothing = ast.Pass()
        yield "left out", lambda: _replace(tree, node, nothing)


def _of_conditions(node: ast.BoolOp) -> Iterator[Change]:
    other = ast.Or() if isinstance(node.op, ast.And) else ast.And()
    yield f"{type(other).__name__} instead", lambda: setattr(node, "op", other)
    for place in range(len(node.values)):
        shown = ast.unparse(node.values[place])[:40]
        yield f"condition {shown} dropped", lambda place=place: node.values.pop(place)  # type: ignore[misc]


def _of_call(node: ast.Call) -> Iterator[Change]:
    if isinstance(node.func, ast.Name) and node.func.id in _CHOSEN:
        called = node.func
        other = _CHOSEN[called.id]
        yield f"{other} instead", lambda: setattr(called, "id", other)
    if isinstance(node.func, ast.Attribute) and node.func.attr == "where" and len(node.args) > 1:
        for place in range(len(node.args)):
            shown = ast.unparse(node.args[place])[:40]
            yield f"where {shown} dropped", lambda place=place: node.args.pop(place)  # type: ignore[misc]


def _of_branch(node: ast.If) -> Iterator[Change]:
    if isinstance(node.body[-1], ast.Raise):
        yield "refusal left out", lambda: setattr(node, "body", [ast.Pass()])


def _replace(tree: ast.AST, old: ast.AST, new: ast.AST) -> None:
    for parent in ast.walk(tree):
        for name, value in ast.iter_fields(parent):
            if value is old:
                setattr(parent, name, new)
            elif isinstance(value, list) and any(one is old for one in value):
                setattr(parent, name, [new if one is old else one for one in value])
