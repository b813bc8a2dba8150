"""How wide words are, and how they are broken into short lines beside a sign."""

import re

LINE_HEIGHT = 15
SIZE = 13  # of the letters, in pixels
_NARROW, _WIDE = set("fijlrtI'’.,:;|!()[]/ -"), set("mwMW@%—")
_BOLDER = 1.08


def width(text: str, *, bold: bool = False) -> float:
    """At least how wide a line of text is in Arial or a face of the same measure, in pixels."""
    ems = sum(
        0.36 if sign in _NARROW else 0.95 if sign in _WIDE else 0.74 if sign.isupper() else 0.57
        for sign in text
    )
    return ems * SIZE * (_BOLDER if bold else 1.0)


def wrapped(text: str, room: float, *, bold: bool = False) -> list[str]:
    """The text in lines that fit the room; a word that alone is too long is broken with a hyphen."""
    lines: list[str] = []
    for word in _short_enough(text.split(), room, bold=bold):
        joined = f"{lines[-1]} {word}" if lines else word
        if lines and width(joined, bold=bold) <= room:
            lines[-1] = joined
        else:
            lines.append(word)
    return lines


def _short_enough(words: list[str], room: float, *, bold: bool) -> list[str]:
    """The words, those too long in parts: at a hyphen of their own, or else wherever the room ends."""
    parts: list[str] = []
    for word in words:
        whole = width(word, bold=bold) <= room
        for piece in [word] if whole else re.split("(?<=-)", word):
            rest = piece
            while width(rest, bold=bold) > room:
                cut = next(n for n in range(len(rest) - 1, 0, -1) if width(f"{rest[:n]}-", bold=bold) <= room)
                parts.append(f"{rest[:cut]}-")
                rest = rest[cut:]
            parts += [rest] if rest else []
    return parts
