"""Small faults in what decides: which there could be in a file, and how each is put in.

A fault is one node of the parsed file in another's place: a condition the other way about, an argument
of `where` that is missing, a guard that is not called, an empty answer. Words, orders and what stands
outside functions are left as they are.
"""

from __future__ import annotations

import ast
import copy
import hashlib
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from types import CodeType
from typing import Any

Place = tuple[int, int]
"""The line and the column at which a statement or a lambda begins."""

OTHER_COMPARISON: dict[type[ast.cmpop], type[ast.cmpop]] = {
    ast.Eq: ast.NotEq,
    ast.NotEq: ast.Eq,
    ast.Lt: ast.LtE,
    ast.LtE: ast.Lt,
    ast.Gt: ast.GtE,
    ast.GtE: ast.Gt,
    ast.Is: ast.IsNot,
    ast.IsNot: ast.Is,
    ast.In: ast.NotIn,
    ast.NotIn: ast.In,
}
OTHER_METHOD = {
    "in_": "not_in",
    "not_in": "in_",
    "is_": "is_not",
    "is_not": "is_",
    "outerjoin": "join",
    "isdisjoint": "issubset",
    "issubset": "isdisjoint",
}
OTHER_FUNCTION = {"any": "all", "all": "any", "min": "max", "max": "min"}
FILTERS = {"where", "filter", "filter_by", "having", "and_", "or_"}
"""Calls of which each argument is left out once."""

LEFT_OUT = {"distinct", "union", "union_all", "except_", "intersection", "difference", "scalars"}
"""Methods that are left out: what they are asked of stays."""

ONLY_WORDS = {"say", "say_many", "say_of", "_", "ngettext", "cast", "order_by", "flash", "label"}
"""Calls whose arguments are not changed: sentences, orders, names and types."""

EMPTY = {"list": "[]", "tuple": "()", "dict": "{}", "set": "set()", "frozenset": "frozenset()"}
EMPTY |= {"Mapping": "{}", "Sequence": "()", "Collection": "()", "Iterable": "()", "Iterator": "()"}
EMPTY |= {"int": "0", "str": "''"}


@dataclass(frozen=True)
class Fault:
    """One fault: in which function, below which statement, and what it makes of what."""

    function: str
    place: Place
    was: str
    became: str
    number: int
    """Which of several in one function that read alike, from 0."""

    put: Callable[[], Callable[[], None]]
    """Puts it into the parsed file; returns what takes it out again."""

    @property
    def name(self) -> str:
        """Words by which it is found again after a change elsewhere."""
        return " | ".join((self.function, self.was, self.became, str(self.number)))


class Source:
    """A file as it was parsed, with the faults that there could be in it."""

    def __init__(self, file: Path) -> None:
        """Read a file."""
        self.file = file
        self.tree = ast.parse(file.read_text(encoding="utf-8"))

    @cached_property
    def functions(self) -> dict[str, ast.FunctionDef]:
        """Every function and method of the file by its name."""
        return dict(functions_in(self.tree))

    @cached_property
    def faults(self) -> list[Fault]:
        """Every fault that there could be."""
        found = []
        seen: Counter[tuple[str, str, str]] = Counter()
        for name, function in self.functions.items():
            for place, node, other, put in sites(function):
                what = (name, short(node), short(other))
                found.append(Fault(name, place, what[1], what[2], seen[what], put))
                seen[what] += 1
        return found

    def digest_of(self, function: str) -> str:
        """Return a digest of what a function says, so that one that changed is judged again."""
        text = ast.unparse(self.functions[function])
        return hashlib.sha256(text.encode()).hexdigest()[:12]

    def code_with(self, fault: Fault) -> CodeType:
        """Return the file compiled with a fault in it."""
        take_out = fault.put()
        try:
            return compiled(self.tree, self.file)
        finally:
            take_out()

    def code_that_tells(self) -> CodeType:
        """Return the file compiled so that each statement and lambda of a function tells it is reached.

        It calls `reached` of the builtins with the file and the place.
        """
        tree = Telling(str(self.file)).visit(copy.deepcopy(self.tree))
        return compiled(tree, self.file)


def compiled(tree: ast.Module, file: Path) -> CodeType:
    """Return a parsed file as code, as importing it would make it."""
    return compile(ast.fix_missing_locations(tree), str(file), "exec", dont_inherit=True)


def functions_in(node: ast.Module | ast.ClassDef, of: str = "") -> Iterator[tuple[str, Any]]:
    """Yield every function that does not stand in another one, with its name."""
    for each in node.body:
        if isinstance(each, ast.FunctionDef):
            yield of + each.name, each
        elif isinstance(each, ast.ClassDef):
            yield from functions_in(each, f"{of}{each.name}.")


def short(node: ast.AST) -> str:
    """Return a node in words, on one line; of what holds other statements only how it begins."""
    return ast.unparse(node).partition("\n")[0]


Site = tuple[Place, ast.AST, ast.AST, Callable[[], Callable[[], None]]]


def sites(function: ast.FunctionDef) -> Iterator[Site]:
    """Yield every fault of a function: its statement, the node, what comes instead, and how."""
    returns = ast.unparse(function.returns) if function.returns else ""
    for number, statement in enumerate(function.body):
        yield from _below(function.body, number, statement, place_of(statement), returns)


def place_of(node: Any) -> Place:
    """Return where a statement or a lambda begins."""
    return node.lineno, node.col_offset


def _below(holder: Any, key: Any, node: Any, place: Place, returns: str) -> Iterator[Site]:
    if isinstance(node, ast.stmt | ast.Lambda):
        place = place_of(node)
    if isinstance(node, ast.FunctionDef):
        returns = ast.unparse(node.returns) if node.returns else ""
        inside: list[tuple[Any, Any, Any]] = [(node.body, i, e) for i, e in enumerate(node.body)]
    else:
        for other in variants(node, returns):
            put = _putting(holder, key, node, _with_its_names(other, node))
            yield place, node, ast.copy_location(other, node), put
        inside = list(_children(node))
    for inner, inner_key, child in inside:
        yield from _below(inner, inner_key, child, place, returns)


def _with_its_names(other: Any, node: Any) -> Any:
    """Return what answers as `other` does and still names all that `node` names.

    A function that knows names of the one around it could not get its code exchanged otherwise.
    """
    if isinstance(node, ast.Return) and isinstance(other, ast.Return):
        assert other.value is not None
        assert node.value is not None
        both = ast.IfExp(ast.Constant(True), other.value, node.value)
        return ast.copy_location(ast.Return(both), node)
    return other


def _putting(holder: Any, key: Any, node: Any, other: Any) -> Callable[[], Callable[[], None]]:
    def set_to(value: Any) -> None:
        if isinstance(holder, list):
            holder[key] = value
        else:
            setattr(holder, key, value)

    def put() -> Callable[[], None]:
        set_to(other)
        return lambda: set_to(node)

    return put


def _children(node: ast.AST) -> Iterator[tuple[Any, Any, ast.AST]]:
    if isinstance(node, ast.JoinedStr | ast.Constant):
        return
    is_left = called(node) in ONLY_WORDS or _asks_for_one_row(node)
    for field, value in ast.iter_fields(node):
        if field in {"annotation", "decorator_list"} or (is_left and field != "func"):
            continue
        if isinstance(value, ast.AST):
            yield node, field, value
        elif isinstance(value, list):
            yield from (
                (value, i, each) for i, each in enumerate(value) if isinstance(each, ast.AST)
            )


def _asks_for_one_row(node: ast.AST) -> bool:
    """Return whether this is `limit(1)`: of two rows, too, whoever asks so reads the first."""
    match node:
        case ast.Call(func=ast.Attribute(attr="limit"), args=[ast.Constant(1)]):
            return True
    return False


def called(node: ast.AST) -> str:
    """Return the name of the function or method that is called; nothing where it has none."""
    match node:
        case ast.Call(func=ast.Name(id=name)) | ast.Call(func=ast.Attribute(attr=name)):
            return name
    return ""


def variants(node: ast.AST, returns: str) -> Iterator[Any]:
    """Yield what could stand in a node's place by mistake."""
    match node:
        case ast.Compare(left, [op], right) if type(op) in OTHER_COMPARISON:
            yield ast.Compare(left, [OTHER_COMPARISON[type(op)]()], right)
        case ast.BoolOp(op, values):
            for rest in _without_one(values):
                yield rest[0] if len(rest) == 1 else ast.BoolOp(op, rest)
        case ast.UnaryOp(ast.Not() | ast.Invert(), inner):
            yield inner
        case ast.BinOp(left, ast.BitAnd() | ast.BitOr(), other):
            yield from (left, other)
        case ast.BinOp(left, ast.Add() | ast.Sub(), _):
            yield left
        case ast.IfExp(_, body, orelse):
            yield from (body, orelse)
        case ast.If(test, body, orelse) if not decides_itself(test):
            yield ast.If(ast.UnaryOp(ast.Not(), test), body, orelse)
        case ast.comprehension(target, iterated, ifs, is_async):
            for rest in _without_one(ifs):
                yield ast.comprehension(target, iterated, rest, is_async)
        case ast.match_case(pattern, guard, body) if guard is not None:
            yield ast.match_case(pattern, None, body)
        case ast.List(items, ast.Load()) if len(items) > 1:
            yield from (ast.List(rest, ast.Load()) for rest in _without_one(items))
        case ast.Set(items) if len(items) > 1:
            yield from (ast.Set(rest) for rest in _without_one(items))
        case ast.Constant(bool(value)):
            yield ast.Constant(not value)
        case ast.Constant(int(value)):
            yield ast.Constant(value + 1)
        case ast.Call():
            yield from _other_calls(node)
        case ast.Return(value) if value is not None:
            yield from _other_answers(value, returns)
        case ast.Expr(ast.Call()) | ast.Raise():
            if called(getattr(node, "value", node)) not in ONLY_WORDS:
                yield ast.Pass()


def _without_one(items: list[Any]) -> Iterator[list[Any]]:
    yield from (items[:i] + items[i + 1 :] for i in range(len(items)))


def decides_itself(test: ast.expr) -> bool:
    """Return whether a condition has faults of its own, so that it need not be turned about."""
    return isinstance(test, ast.Compare | ast.BoolOp | ast.UnaryOp)


def _other_calls(node: ast.Call) -> Iterator[ast.expr]:
    name, function, given = called(node), node.func, node.args
    receiver = function.value if isinstance(function, ast.Attribute) else None
    if name in FILTERS:
        for rest in _without_one(given):
            if rest:
                yield ast.Call(function, rest, node.keywords)
            elif receiver is not None:
                yield receiver
    if receiver is not None and name in LEFT_OUT and not _is_module(receiver):
        yield receiver
    if receiver is not None and name in OTHER_METHOD:
        yield ast.Call(
            ast.Attribute(receiver, OTHER_METHOD[name], ast.Load()), given, node.keywords
        )
    if receiver is None and name in OTHER_FUNCTION:
        yield ast.Call(ast.Name(OTHER_FUNCTION[name], ast.Load()), given, node.keywords)
    # The question for the password is an argument that may be missing.
    named = [each for each in node.keywords if each.arg != "confirm"]
    if len(named) < len(node.keywords):
        yield ast.Call(function, given, named)


def _is_module(receiver: ast.expr) -> bool:
    return ast.unparse(receiver) in {"db.session", "rules", "queries"}


def _other_answers(value: ast.expr, returns: str) -> Iterator[ast.Return]:
    if isinstance(value, ast.Constant):
        return
    if returns == "bool":
        yield from (ast.Return(ast.Constant(answer)) for answer in (True, False))
        return
    empty = EMPTY.get(returns.partition("[")[0], "None")
    if ast.unparse(value) != empty:
        yield ast.Return(ast.parse(empty, mode="eval").body)


class Telling(ast.NodeTransformer):
    """Lets each statement and each lambda inside functions tell that it is reached."""

    def __init__(self, file: str) -> None:
        """Name the file that tells."""
        self.file = file
        self.depth = 0

    def _call(self, node: Any) -> ast.Call:
        where: Any = ast.Constant((self.file, place_of(node)))  # type: ignore[arg-type]
        return ast.copy_location(ast.Call(ast.Name("reached", ast.Load()), [where], []), node)

    def visit_FunctionDef(self, node: ast.FunctionDef) -> ast.FunctionDef:
        """Go into a function, and leave alone how it is declared."""
        self.depth += 1
        has_words = ast.get_docstring(node, clean=False) is not None
        words, rest = node.body[:has_words], node.body[has_words:]
        node.body = [*words, *self._told(rest)]
        self.depth -= 1
        return node

    def visit_Lambda(self, node: ast.Lambda) -> ast.Lambda:
        """Let a lambda tell before it answers."""
        self.generic_visit(node)
        if self.depth:
            both = ast.Tuple([self._call(node), node.body], ast.Load())
            node.body = ast.Subscript(both, ast.Constant(1), ast.Load())
        return node

    def generic_visit(self, node: ast.AST) -> ast.AST:
        """Let the statements of blocks tell."""
        for field, value in ast.iter_fields(node):
            if self.depth and isinstance(value, list) and value and isinstance(value[0], ast.stmt):
                setattr(node, field, self._told(value))
            elif isinstance(value, list):
                value[:] = [self.visit(e) if isinstance(e, ast.AST) else e for e in value]
            elif isinstance(value, ast.AST):
                setattr(node, field, self.visit(value))
        return node

    def _told(self, statements: list[Any]) -> list[ast.stmt]:
        told: list[ast.stmt] = []
        for each in statements:
            told += [ast.copy_location(ast.Expr(self._call(each)), each), self.visit(each)]
        return told
