"""Japanese sentences with each verb as the one that stands for its meaning, so that two of them can be laid beside each
other letter by letter: 精度を高め, 精度を向上させ."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from assistant.alignment_words import LIMITS
from assistant.clause_words import BOTH, MEANINGS, canonical
from index.analysis import Word, shared_analyser
from ingest.normalise import fold

#: The endings of 〜する that stand for a verb's own, by the beginning of the form's name.
_ENDINGS = (("連用形", "し"), ("終止形", "する"), ("連体形", "する"), ("仮定形", "すれ"))
_VOICES = frozenset(("れる", "られる", "せる", "させる"))


@lru_cache(maxsize=2048)
def one_wording(text: str) -> str:
    """The text with its verbs, and its nouns with する, in one form (高めるした); what has no other wording stays."""
    text = fold(text)
    words, out, at, i = shared_analyser().words(text), "", 0, 0
    while i < len(words):
        start = text.find(words[i].surface, at)
        if start < 0:
            return text
        turned, size = _turned(words, i)
        out += text[at:start]
        at = start
        for word in words[i : i + size]:
            at = text.find(word.surface, at) + len(word.surface)
        out += turned
        i += size
    return out + text[at:]


def _turned(words: Sequence[Word], i: int) -> tuple[str, int]:
    """A verb in its one form, and of how many words it consisted."""
    word, following = words[i], words[i + 1 : i + 3]
    lemma = _lemma(words, i)
    meant, intransitive = canonical(lemma)
    # What limits a sentence must still be seen to (目指す, 試行, 中止).
    known = not intransitive and meant in MEANINGS and not LIMITS.search(lemma)
    voice = following[0].lemma if following else ""
    if known and word.pos.startswith("動詞") and voice not in _VOICES and (ending := _ending(word)):
        past = len(following) > 0 and following[0].surface in ("だ", "で")
        return (meant + ending + ("た" if following[0].surface == "だ" else "て"), 2) if past else (meant + ending, 1)
    if known and "サ変" in word.pos and voice == "為る":
        caused = len(following) > 1 and following[1].lemma in _VOICES
        if caused and following[1].lemma in ("せる", "させる") and meant in BOTH and (ending := _ending(following[1])):
            return meant + ending, 3
        if not caused and (ending := _ending(following[0])):
            return meant + ending, 2
    return word.surface, 1


def _lemma(words: Sequence[Word], i: int) -> str:
    """行った of what is done is a form of 行う, that of who went somewhere of 行く."""
    before = words[i - 1].surface if i else ""
    return "行う" if words[i].surface == "行っ" and before not in ("に", "へ", "まで") else words[i].lemma


def _ending(word: Word) -> str:
    return next((ending for form, ending in _ENDINGS if word.form.startswith(form)), "")
