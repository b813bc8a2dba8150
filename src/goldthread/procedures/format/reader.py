"""Reads strict YAML into typed parts, and collects every fault with its line."""

import difflib
import re
from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime
from functools import cache
from pathlib import Path
from types import UnionType
from typing import Annotated, Any, Literal, Union, get_args, get_origin

import yaml

from goldthread.procedures.format.durations import Duration
from goldthread.procedures.format.findings import Finding
from goldthread.procedures.format.hours import Hours
from goldthread.procedures.format.keys import FieldName, Id, Part, Sha256, Value, Where, Written
from goldthread.procedures.walltime import date_or_instant, instant

Builder = Callable[["Reader", yaml.Node], Any]

BAD = object()  # what a builder answers when it has reported a fault
OLD_BOOLEANS = frozenset({"yes", "no", "on", "off", "y", "n"})
PLAIN_TAGS = frozenset(f"tag:yaml.org,2002:{kind}" for kind in ("str", "seq", "map"))
ID = re.compile(r"[a-z][a-z0-9_]*")
KINDS = {yaml.ScalarNode: "a single value", yaml.SequenceNode: "a list", yaml.MappingNode: "keys with values"}


class Reader:
    """Reads files of one pack (or one case) below a folder."""

    def __init__(self, pack: str, root: Path) -> None:
        """`root` is the folder that file names in findings are relative to."""
        self.pack = pack
        self.root = root
        self.file = ""
        self.key = ""
        self.findings: list[Finding] = []
        self._seen: set[int] = set()

    def read(self, path: Path, hint: Any) -> Any:
        """One file as a value of the type `hint`; None when it is too damaged to make one."""
        self._seen.clear()
        self.file = str(path.relative_to(self.root)) if path.is_relative_to(self.root) else str(path)
        try:
            node = yaml.compose(path.read_text(encoding="utf-8"), Loader=yaml.CBaseLoader)
        except yaml.MarkedYAMLError as error:
            mark = error.problem_mark or error.context_mark
            self.fault(
                mark.line + 1 if mark else 1, "yaml", f"This is not YAML: {error.problem or error.context}."
            )
        except (UnicodeDecodeError, yaml.YAMLError) as error:
            self.fault(1, "yaml", f"This file is not readable text: {error}.")
        else:
            if node is not None:
                made = self.build(node, hint)
                return None if made is BAD else made
            self.fault(1, "empty", "This file is empty.")
        return None

    def build(self, node: yaml.Node, hint: Any) -> Any:
        """A node as a value of the type `hint`, or BAD."""
        if id(node) in self._seen:
            return self.refuse(node, "alias", "Write it out here: a pack has no anchors (&) or aliases (*).")
        self._seen.add(id(node))
        if node.tag not in PLAIN_TAGS:
            return self.refuse(node, "tag", f"A pack has no tags: take away {node.tag}.")
        return builder(hint)(self, node)

    def fault(self, line: int, code: str, message: str) -> None:
        """Report an error on a line of the file, at the key, being read."""
        self.findings.append(Finding(self.pack, self.file, line, code, "error", message, self.key))

    def under(self, key: str, node: yaml.Node, hint: Any) -> Any:
        """A node as `build` makes it; faults in it name this key."""
        outer, self.key = self.key, key
        made = self.build(node, hint)
        self.key = outer
        return made

    def refuse(self, node: yaml.Node, code: str, message: str) -> Any:
        """Report an error at a node, and answer BAD."""
        self.fault(line_of(node), code, message)
        return BAD

    def text(self, node: yaml.Node) -> Any:
        """The text of a single value, or BAD."""
        if not isinstance(node, yaml.ScalarNode):
            return self.refuse(node, "wrong_type", f"Expected a single value here, not {KINDS[type(node)]}.")
        plain = not node.style
        if plain and node.value.lower() in OLD_BOOLEANS:
            meant = "true" if node.value.lower() in {"yes", "on", "y"} else "false"
            message = f'Write {meant}. Only where the word itself is meant, write "{node.value}" in quotes.'
            return self.refuse(node, "old_boolean", message)
        if plain and node.value in {"", "~", "null"}:
            return self.refuse(
                node, "empty", "There is a key here without a value; write one, or take the key away."
            )
        return node.value


def line_of(node: yaml.Node) -> int:
    """The line of the file on which a node begins, counted from 1."""
    return int(node.start_mark.line) + 1


def close_match(word: str, known: Iterable[str]) -> str:
    """A hint for a word nobody knows: ' Did you mean "x"?', or nothing."""
    near = difflib.get_close_matches(word, list(known), n=1, cutoff=0.5)
    return f' Did you mean "{near[0]}"?' if near else ""


def is_part(hint: Any) -> bool:
    """Whether a type is that of a pack part."""
    return isinstance(hint, type) and issubclass(hint, Part)


@cache
def builder(hint: Any) -> Builder:
    """The function that builds values of a type. Any other type than a pack part has is a KeyError."""
    if hint in SCALARS:
        return SCALARS[hint]
    if is_part(hint):
        return _part(hint)
    arguments = get_args(hint)
    if get_origin(hint) is Annotated:
        return _one_or_many(arguments[0]) if arguments[1] == "one or many" else builder(arguments[0])
    return MAKERS[get_origin(hint)](*arguments)


def _parsed(parse: Callable[[str], Any], code: str) -> Builder:
    def build(reader: Reader, node: yaml.Node) -> Any:
        text = reader.text(node)
        if text is BAD:
            return BAD
        try:
            return parse(text)
        except ValueError as error:
            return reader.refuse(node, code, f"{error}.")

    return build


def _boolean(text: str) -> bool:
    if text not in {"true", "false"}:
        raise ValueError(f'Write true or false, not "{text}"')
    return text == "true"


def _whole_number(text: str) -> int:
    if not re.fullmatch(r"\d{1,9}", text):
        raise ValueError(f'Expected a whole number, not "{text}"')
    return int(text)


def _day(text: str) -> date:
    try:
        moment = date_or_instant(text)
    except ValueError:
        moment = None
    if moment is None or isinstance(moment, datetime):
        raise ValueError(f'"{text}" is not a day of the calendar; write it as 2026-04-02')
    return moment


def _id(text: str) -> str:
    if not ID.fullmatch(text):
        raise ValueError(f'"{text}" cannot be an id; use lower-case letters, digits and underscores')
    return text


def _field_name(text: str) -> str:
    group, _, name = text.rpartition(".")
    return f"{_id(group)}.{_id(name)}" if group else _id(name)


def _sha256(text: str) -> str:
    if not re.fullmatch(r"[0-9a-f]{64}", text):
        raise ValueError(f'"{text}" is not a SHA-256 fingerprint of 64 hexadecimal digits')
    return text


def _value(reader: Reader, node: yaml.Node) -> Any:
    text = reader.text(node)
    plain = isinstance(node, yaml.ScalarNode) and not node.style
    return text == "true" if plain and text in {"true", "false"} else text


def _written(reader: Reader, node: yaml.Node) -> Any:
    value = builder(tuple[str, ...] if isinstance(node, yaml.SequenceNode) else Value)(reader, node)
    return value if value is BAD else Written(value, line_of(node))


SCALARS: dict[Any, Builder] = {
    str: Reader.text,
    bool: _parsed(_boolean, "wrong_type"),
    int: _parsed(_whole_number, "wrong_type"),
    date: _parsed(_day, "bad_date"),
    datetime: _parsed(instant, "bad_time"),
    Duration: _parsed(Duration.parse, "bad_duration"),
    Hours: _parsed(Hours.parse, "bad_hours"),
    Id: _parsed(_id, "bad_id"),
    FieldName: _parsed(_field_name, "bad_id"),
    Sha256: _parsed(_sha256, "bad_fingerprint"),
    Value: _value,
    Written: _written,
}


def _sequence(each: Any, _ellipsis: Any) -> Builder:
    def build(reader: Reader, node: yaml.Node) -> Any:
        if not isinstance(node, yaml.SequenceNode):
            return reader.refuse(
                node, "wrong_type", f"Expected a list here, not {KINDS[type(node)]}; write [a, b]."
            )
        made = [reader.build(child, each) for child in node.value]
        return tuple(one for one in made if one is not BAD)

    return build


def _one_or_many(many: Any) -> Builder:
    def build(reader: Reader, node: yaml.Node) -> Any:
        if isinstance(node, yaml.SequenceNode):
            return builder(many)(reader, node)
        one = reader.text(node)
        return BAD if one is BAD else (one,)

    return build


def _mapping(key_hint: Any, value_hint: Any) -> Builder:
    def build(reader: Reader, node: yaml.Node) -> Any:
        made: dict[Any, Any] = {}
        for key_node, child in _pairs(reader, node):
            if isinstance(child, yaml.MappingNode):
                child.start_mark = key_node.start_mark  # a part begins where its id is written
            name = reader.build(key_node, key_hint)
            value = reader.under(key_node.value, child, value_hint)
            if name is not BAD and value is not BAD:
                made[name] = value
        return made

    return build


def _choice(*known: str) -> Builder:
    def build(reader: Reader, node: yaml.Node) -> Any:
        text = reader.text(node)
        if text is BAD or text in known:
            return text
        hint = close_match(text, known) or f" Write one of: {', '.join(known)}."
        return reader.refuse(node, "bad_value", f'"{text}" is not possible here.{hint}')

    return build


def _either(*hints: Any) -> Builder:
    """Of several types, the one that fits the kind of node: each kind has one type at most."""
    hints = tuple(hint for hint in hints if hint is not type(None))

    def build(reader: Reader, node: yaml.Node) -> Any:
        fitting = [hint for hint in hints if isinstance(node, _node_kind(hint))]
        return builder((fitting or hints)[0])(reader, node)

    return build


def _node_kind(hint: Any) -> type[yaml.Node]:
    if is_part(hint):
        return yaml.MappingNode
    return yaml.SequenceNode if get_origin(hint) is tuple else yaml.ScalarNode


def _part(kind: type[Part]) -> Builder:
    known = {name.rstrip("_"): (name, hint) for name, hint in kind.__annotations__.items()}
    required = {name for name in kind.__annotations__ if not hasattr(kind, name)}

    def build(reader: Reader, node: yaml.Node) -> Any:
        made: dict[str, Any] = {}
        lines: dict[str, int] = {}
        bad = not isinstance(node, yaml.MappingNode)
        for key_node, child in _pairs(reader, node):
            if key_node.value not in known:
                hint = close_match(key_node.value, known) or f" Its keys are: {', '.join(known)}."
                reader.refuse(
                    key_node, "unknown_key", f'"{key_node.value}" is not a key of {_called(kind)}.{hint}'
                )
                continue
            name, field_hint = known[key_node.value]
            lines[key_node.value] = line_of(key_node)
            value = reader.under(key_node.value, child, field_hint)
            if value is not BAD:
                made[name] = value
            bad |= value is BAD and name in required
        missing = sorted(name.rstrip("_") for name in required if name.rstrip("_") not in lines)
        if missing and not bad:
            reader.refuse(node, "missing_key", f"{_called(kind).capitalize()} needs {' and '.join(missing)}.")
        where = Where(reader.file, line_of(node), lines)
        return BAD if bad or missing else kind(**made, where=where)

    return build


def _called(kind: type) -> str:
    words = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", kind.__name__).lower()
    return f"{'an' if words[0] in 'aeiou' else 'a'} {words}"


def _pairs(reader: Reader, node: yaml.Node) -> list[tuple[yaml.ScalarNode, yaml.Node]]:
    """The keys and values of a mapping; reports what is not one, and keys written twice."""
    if not isinstance(node, yaml.MappingNode):
        reader.refuse(node, "wrong_type", f"Expected keys with values here, not {KINDS[type(node)]}.")
        return []
    first: dict[str, int] = {}
    pairs = []
    for key_node, child in node.value:
        if not isinstance(key_node, yaml.ScalarNode):
            reader.refuse(key_node, "wrong_type", "A key must be a single word.")
        elif key_node.value in first:
            message = f'"{key_node.value}" is written twice; the first is on line {first[key_node.value]}.'
            reader.refuse(key_node, "duplicate_key", message)
        else:
            first[key_node.value] = line_of(key_node)
            pairs.append((key_node, child))
    return pairs


MAKERS: dict[Any, Callable[..., Builder]] = {
    tuple: _sequence,
    Mapping: _mapping,
    dict: _mapping,
    Literal: _choice,
    Union: _either,
    UnionType: _either,
}
