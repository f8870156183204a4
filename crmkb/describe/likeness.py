"""How alike two terms or two quotes are by their letters, so that no two of a list say the same."""

from __future__ import annotations

TERMS_ALIKE = 0.5
QUOTES_ALIKE = 0.6


def terms_alike(a: str, b: str) -> bool:
    """Tell whether two terms are too alike to stand side by side.

    Parameters
    ----------
    a
        A word or phrase with a letter; blanks and case do not count.
    b
        Another.

    Returns
    -------
    bool
        True if one holds the other, or if more than half of the pairs of neighboring letters of the shorter one are in
        the longer one.

    Examples
    --------
    교육, 육시, 시스 and 스템 of the first; of these 교육, 시스 and 스템 are in the second. 고객관리 and 고객지원 share
    one pair of three.

    >>> terms_alike("교육 시스템", "시스템 교육"), terms_alike("고객 관리", "고객 지원"), terms_alike("콜센터", "센터")
    (True, False, True)
    """
    short, long = sorted((_letters(a), _letters(b)), key=len)
    if short in long:
        return True
    pairs = _pairs(short)
    return len(pairs & _pairs(long)) > TERMS_ALIKE * len(pairs)


def quotes_alike(a: str, b: str) -> bool:
    """Tell whether two quotes are one, but for a few letters.

    Parameters
    ----------
    a
        A text; only letters and digits count.
    b
        Another.

    Returns
    -------
    bool
        True if the same letters are left, or if at least six tenths of all different pairs of neighboring letters are
        in both (Jaccard index).

    Examples
    --------
    특이, 이사, 사항, 항없, 없음 against 특이, 이사, 사항, 항없, 없습, 습니, 니다: four of eight.

    >>> quotes_alike("없음", "없음."), quotes_alike("특이사항 없음", "특이사항 없습니다")
    (True, False)
    """
    first, second = _letters(a), _letters(b)
    if first == second:
        return True
    one, other = _pairs(first), _pairs(second)
    return len(one & other) >= QUOTES_ALIKE * max(1, len(one | other))


def _letters(text: str) -> str:
    return "".join(char for char in text.lower() if char.isalnum())


def _pairs(letters: str) -> frozenset[str]:
    return frozenset(letters[k : k + 2] for k in range(len(letters) - 1))
