"""How alike two names are, from 0 to 1, both folded."""

STRONG = 0.85  # from here on two names count as the same name
_SHORT = 5  # letters; in a shorter name one other letter makes another name: Ava and Eva may be twins
_LONG = 7  # letters; in a longer one two may be wrong


def likeness(typed: str, known: str) -> float:
    """1 for the same; less for part of it, its beginning, or letters gone wrong; 0 for another name."""
    if not typed or not known:
        return 0
    if typed == known:
        return 1
    words, known_words = typed.split(), known.split()
    parts = max(_mean(words, known_words), _mean(known_words, words)) if len(words + known_words) > 2 else 0
    return max(_word(typed.replace(" ", ""), known.replace(" ", "")), 0.9 * parts)


def _mean(words: list[str], among: list[str]) -> float:
    return sum(max(_word(word, other) for other in among) for word in words) / len(words)


def _word(typed: str, known: str) -> float:
    if typed == known:
        return 1
    longer = max(len(typed), len(known))
    wrong = distance(typed, known) if abs(len(typed) - len(known)) <= 2 else longer
    if wrong == 1:
        return 0.88 if longer >= _SHORT else 0.75
    if known.startswith(typed):
        return {1: 0.6, 2: 0.75}.get(len(typed), 0.86)
    return 0.7 if wrong == 2 and longer >= _LONG else 0


def distance(one: str, two: str) -> int:
    """Letters left out, put in, changed or swapped with their neighbour between one word and another."""
    before: list[int] = []
    last = list(range(len(two) + 1))
    for i, a in enumerate(one, 1):
        row = [i]
        for j, b in enumerate(two, 1):
            cost = min(last[j] + 1, row[j - 1] + 1, last[j - 1] + (a != b))
            if i > 1 and j > 1 and a == two[j - 2] and b == one[i - 2]:
                cost = min(cost, before[j - 2] + 1)
            row.append(cost)
        before, last = last, row
    return last[-1]
