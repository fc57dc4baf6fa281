"""The words by which phrases of every day are told apart, what is denied among them."""

from __future__ import annotations

import re
from collections.abc import Sequence

from index.analysis import Analyser, Word
from ingest.normalise import fold

#: How whatever denies is written (行けない, 行けません, 行かず).
DENIED = "ない"
_DENYING = frozenset(["ない", "無い", "ず", "ぬ", "無し"])
#: Verbs that a search leaves out but phrases differ by (病院に行く, 病院).
_TELLING = frozenset(["行く", "来る", "見る", "言う", "知る", "教える", "出来る", "遣る", "良い", "貰う"])
#: Degrees of a denial (全然行けない, なかなか眠れない), and the rest of a guess (減るかもしれない).
_UNSAID = frozenset(
    ["全然", "中々", "余り", "殆ど", "どうしても", "全く", "ちっとも", "未だ", "迚も", "旨い", "良く", "知れる"]
)
#: Forms of these in which a question speaks of its asker (スマホについて教えて, 知りたい).
_ASKING = frozenset(["教え", "知っ", "知り", "知る"])
#: What the words above may begin with: most texts hold none, and need not be read again.
_SIGN = re.compile(
    "な[いかくけし]|ず|ぬ|ん|無|行|い[かけっ]|いく(?![らつ])|来|見|診|み[るたてら]|言|知ら|教え[^て]"
    "|でき|出来|や[っらりる]|良|よ[いかく]|いい|貰|もら"
)


def phrase_lemmas(analyser: Analyser, text: str, lemmas: Sequence[str]) -> list[str]:
    """`lemmas`, those of the text, with ない after what is denied and with verbs such as 行く, without degrees of a
    denial; the same where the text has neither. A duty (払わなければならない), a guess (減るかもしれない), a request
    (もらえませんか) and 学校ではない deny nothing."""
    text = fold(text)
    if not _SIGN.search(text):
        return list(lemmas)
    content = set(lemmas) - _UNSAID
    words = analyser.words(text)
    out: list[str] = []
    for i, word in enumerate(words):
        if word.lemma in _DENYING:
            if out and out[-1] == DENIED:
                out.pop()
            elif out and not _denies_nothing(words, i):
                out.append(DENIED)
        elif word.lemma in _TELLING:
            if word.surface not in _ASKING and not _helps(words, i):
                out.append(word.lemma)
        elif word.lemma in content:
            out.append(word.lemma)
    return out if DENIED in out or not _TELLING.isdisjoint(out) else list(lemmas)


def _helps(words: Sequence[Word], i: int) -> bool:
    """Whether a verb only helps another (減っていく, 行くことができる)."""
    before = words[max(i - 2, 0) : i]
    return bool(before) and (before[-1].pos.startswith("助詞-接続") or "事" in [word.lemma for word in before])


def _denies_nothing(words: Sequence[Word], i: int) -> bool:
    before = "".join(word.surface for word in words[max(i - 2, 0) : i])
    after = "".join(word.surface for word in words[i + 1 : i + 3])
    return before.endswith(("では", "じゃ", "しか", "もしれ", "違い")) or after.startswith(("か", "でしょうか"))
