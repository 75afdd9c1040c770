"""The order in which the statements of a shell tree run, each with what it stands inside.

The grammar nests ``a && b && c`` to the left, one level for each operator, so nothing here recurses.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from attrs import frozen
from tree_sitter import Node

from venvoy.model.shell import Context
from venvoy.parse.shell_text import TEST

Contexts = tuple[Context, ...]

_SIMPLE = frozenset(
    {"command", "declaration_command", "unset_command", "test_command", "variable_assignment", "variable_assignments"}
)
_COMPOUND = frozenset(
    {
        "if_statement",
        "while_statement",
        "for_statement",
        "c_style_for_statement",
        "case_statement",
        "compound_statement",
        "subshell",
        "function_definition",
    }
)
_STATEMENTS = _SIMPLE | _COMPOUND | {"list", "pipeline", "negated_command", "redirected_statement"}
_CLAUSES = frozenset({"elif_clause", "else_clause", "case_item", "do_group"})
_KEYWORDS = {
    "if": (Context.CONDITION,),
    "elif": (Context.BRANCH, Context.CONDITION),
    "then": (Context.BRANCH,),
    "else": (Context.BRANCH,),
    "while": (Context.CONDITION,),
    "until": (Context.CONDITION,),
    "do": (Context.LOOP,),
}
_OWN = {
    "subshell": (Context.SUBSHELL,),
    "function_definition": (Context.FUNCTION,),
    "case_item": (Context.BRANCH,),
}


def is_simple(node: Node) -> bool:
    """Tell whether *node* becomes one command: arithmetic and bare redirections do, too."""
    if node.type == "redirected_statement":
        return node.child_by_field_name("body") is None
    return node.type in _SIMPLE or (node.type == "compound_statement" and node.children[0].type == "((")


@frozen
class Visit:
    """A statement that is next to be looked at."""

    node: Node
    operator: str
    context: Contexts
    end: int = 0
    """Offset behind redirections that the grammar hangs above the statement but that belong to it; 0: none."""
    followed: bool = False
    """True when another statement follows in the same block, so that this one may fail."""


def block(children: Iterable[Node], context: Contexts, operator: str = "", *, followed: bool = False) -> list[Visit]:
    """Return the statements among *children*, in order.

    *operator* joins the first to what stands before it; *followed* tells whether anything stands behind the last.
    """
    visits: list[Visit] = []
    inside = context
    joint = operator
    for child in children:
        kind = child.type
        if kind in _STATEMENTS or kind in _CLAUSES:
            if visits:
                last = visits[-1]
                visits[-1] = Visit(last.node, last.operator, last.context, followed=True)
            clause = kind in _CLAUSES
            visits.append(Visit(child, "" if clause else joint, context if clause else inside, followed=followed))
            joint = "\n"
        elif kind in _KEYWORDS and not child.is_named:
            inside = (*context, *_KEYWORDS[kind])
            joint = operator if not visits else ""
        elif kind in (";", "&"):
            joint = kind
    return visits


def parts(visit: Visit) -> Iterator[Visit]:
    """Return the statements that make up *visit*, which is no simple command."""
    kind = visit.node.type
    if kind in ("list", "redirected_statement"):
        yield from _and_or(visit)
    elif kind == "pipeline":
        yield from _pipeline(visit)
    elif kind == "negated_command":
        for child in visit.node.named_children:
            yield Visit(child, visit.operator, visit.context, visit.end, visit.followed)
    else:
        yield from _compound(visit)


def outermost(children: Iterable[Node]) -> list[tuple[str, int, int]]:
    """Return the operator, the start and the end of each statement that a script can be divided between.

    What stands left of a ``||`` belongs to what stands right of it, and a test to all that it decides over. A script
    with a command in the background is not divided at all.
    """
    visits = block(children, ())
    if any(visit.operator == "&" for visit in visits):
        return []
    return [statement for visit in visits for statement in _whole_ones(_flattened(visit))]


def _whole_ones(items: list[tuple[str, Node, int]]) -> Iterator[tuple[str, int, int]]:
    """Join the items of a list that depend on each other; a test decides over all that follows it."""
    last_or = max((index for index, item in enumerate(items) if item[0] == "||"), default=0)
    first, tested = 0, False
    for index, (_, node, end) in enumerate(items):
        tested = tested or _is_test(node)
        if index == len(items) - 1 or (index >= last_or and not tested):
            yield items[first][0], items[first][1].start_byte, max(node.end_byte, end)
            first = index + 1


def _compound(visit: Visit) -> list[Visit]:
    kind, children, context = visit.node.type, visit.node.children, visit.context
    if visit.operator == "||" and kind in _COMPOUND:
        context = (*context, Context.BRANCH)
    operator = visit.operator
    if kind == "function_definition":
        children, operator = children[-1:], ""
    elif kind == "c_style_for_statement":
        children = [child for child in children if child.type in ("do_group", "compound_statement")]
    elif kind == "case_item":
        closed = next((index for index, child in enumerate(children) if child.type == ")"), 0)
        children = children[closed + 1 :]
    return block(children, (*context, *_OWN.get(kind, ())), operator, followed=visit.followed)


def _pipeline(visit: Visit) -> Iterator[Visit]:
    context = visit.context if visit.context[-1:] == (Context.PIPELINE,) else (*visit.context, Context.PIPELINE)
    members = [child for child in visit.node.named_children if child.type in _STATEMENTS]
    for index, member in enumerate(members):
        end = visit.end if index == len(members) - 1 else 0
        yield Visit(member, "|" if index else visit.operator, context, end)


def _and_or(visit: Visit) -> Iterator[Visit]:
    """Flatten a list; what a test before ``&&`` lets pass or not, without stopping the script, is a branch."""
    items = _flattened(visit)
    last_or = max((index for index, item in enumerate(items) if item[0] == "||"), default=0)
    tested = False
    for index, (operator, node, end) in enumerate(items):
        tested = tested and operator != "||"
        spared = tested and (index < last_or or visit.followed)
        context = (*visit.context, Context.BRANCH) if spared else visit.context
        followed = visit.followed or index < len(items) - 1
        yield Visit(node, operator, context, end, followed)
        tested = tested or _is_test(node)


def _flattened(visit: Visit) -> list[tuple[str, Node, int]]:
    items: list[tuple[str, Node, int]] = []
    node, end = visit.node, visit.end
    while True:
        if node.type == "redirected_statement" and (body := node.child_by_field_name("body")) is not None:
            end = max(end, node.end_byte)
            node = body
            continue
        if node.type != "list":
            break
        left, *rest = node.children
        joint = next((child.type for child in rest if child.type in ("&&", "||")), "")
        right = [child for child in rest if child.type in _STATEMENTS]
        items.extend((joint, child, end if child == right[-1] else 0) for child in reversed(right))
        if left.type not in _STATEMENTS:
            items.reverse()
            return items
        node, end = left, 0 if right else end
    items.append((visit.operator, node, end))
    items.reverse()
    return items


def _is_test(node: Node) -> bool:
    if node.type == "negated_command":
        return any(_is_test(child) for child in node.named_children[-1:])
    if node.type != "command":
        return node.type == "test_command"
    name = node.child_by_field_name("name")
    return name is not None and name.text in (b"test", TEST)
