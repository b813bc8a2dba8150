"""Takes each check out of the policy and the guard in turn: the same code with one condition less.

A mutant is a function's own source with one of these changed: an `if` never holds; a part of an `and` or an
`or` is left out; a condition of a query is left out; a call that stands alone is left out; a comparison is
turned round. Its code is put into the function in place, so that everybody who calls it gets the mutant, and
afterwards the function's own code is put back.
"""

import ast
import inspect
import textwrap
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from types import CodeType, FunctionType
from typing import Any

_FLIPPED: dict[type[ast.cmpop], type[ast.cmpop]] = {
    ast.In: ast.NotIn,
    ast.NotIn: ast.In,
    ast.Eq: ast.NotEq,
    ast.NotEq: ast.Eq,
    ast.Is: ast.IsNot,
    ast.IsNot: ast.Is,
    ast.Lt: ast.GtE,
    ast.Gt: ast.LtE,
    ast.LtE: ast.Gt,
    ast.GtE: ast.Lt,
}
_QUERIES = {"filter", "exclude", "Q"}


@dataclass(frozen=True)
class Mutant:
    """One function with one check less. `what` says where and which."""

    function: FunctionType
    code: CodeType
    what: str

    @contextmanager
    def in_place(self) -> Iterator[None]:
        """While it lasts, everybody gets the mutant."""
        own = self.function.__code__
        self.function.__code__ = self.code
        try:
            yield
        finally:
            self.function.__code__ = own


def mutants(functions: Sequence[Callable[..., Any] | property]) -> Iterator[Mutant]:
    """Every mutant of these functions, in the order in which their checks are written."""
    for one in functions:
        function = one.fget if isinstance(one, property) else one
        assert isinstance(function, FunctionType)
        source = textwrap.dedent(inspect.getsource(function))
        for number in range(_many(source)):
            tree = ast.parse(source)
            change = _Change(number)
            tree = ast.fix_missing_locations(change.visit(tree))
            definition = tree.body[0]
            assert isinstance(definition, ast.FunctionDef)
            definition.decorator_list = []
            code = compile(ast.unparse(tree), function.__code__.co_filename, "exec", dont_inherit=True)
            yield Mutant(
                function, _code_of(code, function.__name__), f"{function.__qualname__}: {change.said}"
            )


def _code_of(module: CodeType, name: str) -> CodeType:
    return next(one for one in module.co_consts if isinstance(one, CodeType) and one.co_name == name)


def _many(source: str) -> int:
    change = _Change(-1)
    change.visit(ast.parse(source))
    return change.seen


class _Change(ast.NodeTransformer):
    """Makes one of the changes, by its number in the order of the source; counts them all."""

    def __init__(self, number: int) -> None:
        self.number, self.seen, self.said = number, 0, ""

    def _mine(self, said: str, node: ast.AST) -> bool:
        mine = self.seen == self.number
        self.seen += 1
        if mine:
            self.said = f"{said}: {ast.unparse(node)}"
        return mine

    def visit_If(self, node: ast.If) -> ast.AST:
        if self._mine("an if never holds", node.test):
            node.test = ast.Constant(value=False)
        return self.generic_visit(node)

    def visit_IfExp(self, node: ast.IfExp) -> ast.AST:
        if self._mine("only the last is left", node):
            return node.orelse
        if self._mine("only the first is left", node):
            return node.body
        return self.generic_visit(node)

    def visit_BoolOp(self, node: ast.BoolOp) -> ast.AST:
        for place, value in enumerate(node.values):
            if self._mine("left out", value):
                node.values = [one for n, one in enumerate(node.values) if n != place]
                return node.values[0] if len(node.values) == 1 else node
        return self.generic_visit(node)

    def visit_Compare(self, node: ast.Compare) -> ast.AST:
        if self._mine("turned round", node):
            node.ops = [_FLIPPED[type(node.ops[0])](), *node.ops[1:]]
            return node
        return self.generic_visit(node)

    def visit_Call(self, node: ast.Call) -> ast.AST:
        name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
        if name in _QUERIES:
            for place, keyword in enumerate(node.keywords):
                if self._mine("a condition left out", keyword.value) and node.keywords.pop(place):
                    self.said += f" ({keyword.arg})"
                    return node
            for place, value in enumerate(node.args):
                if self._mine("a condition left out", value) and node.args.pop(place):
                    return node
        return self.generic_visit(node)

    def visit_Expr(self, node: ast.Expr) -> ast.AST:
        if isinstance(node.value, ast.Call) and self._mine("not called", node.value):
            return ast.Pass()
        return self.generic_visit(node)

    def visit_Raise(self, node: ast.Raise) -> ast.AST:
        return node  # the `if` before it is what is taken out
