"""What a text is searched by: UniDic lemmas, and character bigrams for what the dictionary does not know."""

from __future__ import annotations

import re
import threading
from functools import cache
from typing import NamedTuple

import fugashi
import unidic_lite

from index.english import FUNCTION_WORDS
from ingest.normalise import fold

#: Part of every generation's manifest: change it whenever a text would yield other terms than before.
ANALYSER_VERSION = "1"

_KANA = r"\u3041-\u3096\u309d-\u309f\u30a1-\u30fa\u30fc-\u30ff"
_JAPANESE = rf"\u3005-\u3007{_KANA}\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
_HIRAGANA = re.compile(r"[\u3041-\u309f]")
_RUN = re.compile(rf"\d+(?:\.\d+)+|[^\W_{_JAPANESE}]+|[{_JAPANESE}]+")
_OTHER_RUN = re.compile(rf"\d+(?:\.\d+)+|[^\W_{_JAPANESE}]+")
_THOUSANDS = re.compile(r"(?<=\d),(?=\d{3}(?!\d))")
_INNER_SPACE = re.compile(rf"(?<=[{_JAPANESE}])[\s,・]+(?=[{_JAPANESE}])")

_CONTENT = ("名詞", "動詞", "形容詞", "形状詞", "副詞", "接頭辞", "接尾辞", "記号-文字")
_FUNCTION_LEMMAS = """
為る 居る 有る 成る 出来る 遣る 行く 来る 因る 於く 対する 関する 言う 在る 下さる 頂く 仕舞う 置く 見る 呉れる 貰う
無い 良い 事 物 者 為 様 所 訳 筈 内 時 等 達 共 又 及び 其の 此の 何 幾 どう そう こう もう 迄 御 的 さん 教える 知る
"""
_LEMMAS_LEFT_OUT = frozenset(_FUNCTION_LEMMAS.split())


class Terms(NamedTuple):
    lemmas: list[str]
    bigrams: list[str]


class Word(NamedTuple):
    """A word as it stands, its dictionary form, its part of speech and its inflection, both as UniDic names them."""

    surface: str
    lemma: str
    pos: str
    form: str


class Analyser:
    """Turns texts into search terms, the same way for passages and questions.

    Safe to share between threads: the tagger works under a lock, some 50 microseconds for a question.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._tagger = fugashi.Tagger(f"-d {unidic_lite.DICDIR} -r {unidic_lite.DICDIR}/mecabrc")

    def analyse(self, text: str) -> Terms:
        """Lemmas and bigrams of one text, in the order of the text; folds it only once."""
        folded = _THOUSANDS.sub("", fold(text))
        return Terms(self._lemmas(folded), _bigrams(folded))

    def lemmas(self, text: str) -> list[str]:
        """Content words in their dictionary form; numbers and Latin words whole, names as they are written."""
        return self._lemmas(_THOUSANDS.sub("", fold(text)))

    def words(self, text: str) -> list[Word]:
        """Every word of a folded text, function words too, in its order."""
        with self._lock:
            tagged = self._tagger.parse(text)
        rows = (line.split("\t") for line in tagged.splitlines())
        return [
            Word(c[0], _lemma(c[0], c[3], c[4]), c[4], c[6] if len(c) > 6 else "") for c in rows if len(c) > 4 and c[0]
        ]

    def origins(self, loanword: str) -> list[tuple[str, str]]:
        """The words of a compound in katakana, each with the foreign word that it comes from, "" for none."""
        with self._lock:
            tagged = self._tagger.parse(loanword)
        rows = (line.split("\t") for line in tagged.splitlines())
        return [(c[0], c[3].partition("-")[2].lower()) for c in rows if len(c) > 4 and c[0]]

    def bigrams(self, text: str) -> list[str]:
        """Overlapping pairs of characters of each Japanese run; other runs (dx, 15.2) whole."""
        return _bigrams(_THOUSANDS.sub("", fold(text)))

    def _lemmas(self, folded: str) -> list[str]:
        out = [run for run in _OTHER_RUN.findall(folded) if run not in FUNCTION_WORDS]
        with self._lock:
            tagged = self._tagger.parse(_OTHER_RUN.sub(" ", folded))
        for line in tagged.splitlines():
            columns = line.split("\t", 5)
            if len(columns) > 4 and columns[4].startswith(_CONTENT):
                lemma = _lemma(columns[0], columns[3], columns[4])
                if lemma not in _LEMMAS_LEFT_OUT:
                    out.append(lemma)
        return out


def _lemma(surface: str, lemma: str, part_of_speech: str) -> str:
    """UniDic gives a loanword as フォーム-form, and a name by its reading alone (佐賀 and 嵯峨 as サガ)."""
    if part_of_speech.startswith("名詞-固有名詞"):
        return surface
    return lemma.partition("-")[0] or surface


def _bigrams(folded: str) -> list[str]:
    out: list[str] = []
    for run in _RUN.findall(_INNER_SPACE.sub("", folded)):
        if len(run) < 2 or not _is_japanese(run[0]):
            if run not in FUNCTION_WORDS and not _HIRAGANA.fullmatch(run):
                out.append(run)
            continue
        out.extend(run[i : i + 2] for i in range(len(run) - 1))
    return out


@cache
def _is_japanese(char: str) -> bool:
    return re.match(f"[{_JAPANESE}]", char) is not None


@cache
def shared_analyser() -> Analyser:
    """The one analyser of this process; its dictionary takes 0.1 s to open."""
    return Analyser()
