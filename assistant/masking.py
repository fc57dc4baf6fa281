"""Personal numbers and addresses in what users write, masked before it is stored: individual numbers (My Number),
telephone numbers and e-mail addresses."""

from __future__ import annotations

import re

#: Full-width forms, which users type as often, and the dashes that stand for a hyphen; one character for one.
_NARROW = str.maketrans(
    {chr(c): chr(c - 0xFEE0) for c in range(0xFF01, 0xFF5F)} | dict.fromkeys("‐‑‒–—−ー", "-") | {"　": " "}
)
_TWELVE = re.compile(r"(?<![\d.,])\d{4}([- ]?)\d{4}\1\d{4}(?![\d.,]?\d)")
_PHONE = re.compile(
    r"(?<![\d.,-])(?:"
    r"(?:\+81[- ]?\(?0?\)?[- ]?\d{1,4}|\(?0\d{1,4}\)?)[- ]?\(?\d{1,4}\)?[- ]?\d{3,4}"
    r")(?![-.,]?\d)"
)
_MAIL = re.compile(r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]+@[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?(?:\.[A-Za-z0-9-]+)+")


def masked(text: str) -> str:
    """The text with each of them replaced by what it was; every other number stays."""
    narrow = text.translate(_NARROW)
    spans = [(m.start(), m.end(), "［個人番号］") for m in _TWELVE.finditer(narrow) if is_individual_number(m[0])]
    spans += [(m.start(), m.end(), "［電話番号］") for m in _PHONE.finditer(narrow) if _is_phone(m[0])]
    spans += [(m.start(), m.end(), "［メールアドレス］") for m in _MAIL.finditer(narrow)]
    parts, at = [], 0
    for start, end, name in sorted(spans):
        if start >= at:
            parts += [text[at:start], name]
            at = end
    return "".join([*parts, text[at:]])


def is_individual_number(text: str) -> bool:
    """Whether the twelve digits carry the check digit of an individual number (Ministry of Internal Affairs and
    Communications, ordinance 85 of 2014, article 5)."""
    *digits, check = (int(c) for c in text if c.isdigit())
    weighted = sum(d * (n + 1 if n <= 6 else n - 5) for n, d in enumerate(reversed(digits), 1))
    rest = weighted % 11
    return check == (0 if rest <= 1 else 11 - rest)


def _is_phone(text: str) -> bool:
    """Ten digits from 0 on, eleven for 0x0 numbers; in the international form the 0 may be missing."""
    digits = re.sub(r"\D", "", text)
    if text.startswith("+81"):
        digits = "0" + digits[2:].removeprefix("0")
    return len(digits) == 10 or (len(digits) == 11 and re.match(r"0[5-9]0", digits) is not None)
