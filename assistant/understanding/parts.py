"""Questions of two parts: how much it costs, and when it begins."""

from __future__ import annotations

import re

_ASKS = (
    r"(?:いくら|どの[一-龥]{1,4}|いくつ|何[^、。?？はがを]{0,5}?|いつ|どこ|だれ|誰|どれだけ|どのくらい|"
    r"どんな[^、。?？はがを]{1,6}?|なに)"
)
_GOES_ON = r"[にがをと]?[^、。?？]{0,8}?(?:で|か|し|り|れ|て|い)、(?:また、?|そして)?"
#: How many, and which each is: asks for the members of one set.
_MEMBERS = (
    r"(?:それぞれ|各々|具体的に)(?:は|が)?(?:何|なに|なん|どれ|どんなもの)"
    r"(?:です|でしょ|か(?![所月])|なの|と|[?？。]|$)"
)
#: A question that stands behind another (…は誰ですか?事務局はどこの課ですか?), with a subject of its own.
_ANOTHER = (
    rf"[^、。?？]{{0,16}}[?？。]\s*(?:また、?|そして、?)?(?!{_MEMBERS})"
    rf"(?=[^。?？]{{1,40}}?(?:[はがを]|って)、?[^。?？]{{0,16}}{_ASKS})"
)
_JAPANESE = re.compile(
    rf"{_ASKS}(?:(?:まで|から|ごろ|頃)?{_GOES_ON}(?!{_MEMBERS})(?=[^、。?？]{{0,40}}{_ASKS})|{_ANOTHER})"
)
#: What are the two figures, how much is each: asks for what the first part is answered from.
_SAME = (
    r"what (?:are|were|is) (?:the|their|both|these|those)(?: \w+)? (?:figure|number|value|amount|percentage)s?\b"
    r"|how (?:much|many) (?:is|are|was|were) (?:each|they)\b"
)
_ENGLISH = re.compile(rf", and (?=(?:by )?(?:how|what|when|who|which|where)\b)(?!{_SAME})", re.IGNORECASE)


def parts(text: str, english: bool) -> tuple[str, str] | None:
    """The two questions that a normalised one asks in turn; None where it asks one."""
    found = (_ENGLISH if english else _JAPANESE).search(text)
    if found is None:
        return None
    first = text[: found.start() if english else found.end()].rstrip("、?？。 ")
    return re.sub(r"[。?？](?:また|そして)$", "", first), text[found.end() :]
