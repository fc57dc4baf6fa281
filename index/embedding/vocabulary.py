"""The vocabulary of the default model: which words it knows, how text is cut into them, and where their vectors start.

Training needs a morphological analyser (Sudachi) and word vectors (chiVe); the tokenizer built here needs neither.
"""

import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import islice
from math import log
from pathlib import Path
from typing import Any

import ja_ginza
import numpy as np
from numpy.typing import NDArray
from spacy.strings import StringStore
from spacy.vectors import Vectors
from sudachipy import Dictionary, SplitMode
from tokenizers import Regex, Tokenizer, models, normalizers, pre_tokenizers
from wordfreq import top_n_list

from ingest.municipalities import national

UNKNOWN = "[UNK]"
LONGEST_WORD = 12
ADMINISTRATIVE = Path(__file__).with_name("administrative.txt")
YEARS = range(1850, 2100)
LONGEST_LINE = 12_000
Floats = NDArray[np.float32]


@dataclass(frozen=True)
class WordVectors:
    """Pretrained vectors by normalised word, most frequent word first."""

    rows: dict[str, int]
    vectors: Floats


@dataclass
class Morphemes:
    """What the analyser found in a body of text: how often each surface occurs and which normal form it mostly has."""

    counts: Counter[str] = field(default_factory=Counter)
    forms: defaultdict[str, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))

    def normal_form(self, surface: str) -> str:
        """The commonest normal form of ``surface``, or the surface itself where it was never seen."""
        return self.forms[surface].most_common(1)[0][0] if surface in self.forms else surface


@dataclass(frozen=True)
class Vocabulary:
    """Words in id order (id 0 is the unknown word), with the share of running text each takes and the row it shares.

    ``rows[i]`` is the embedding row of word ``i``: spellings and inflections of one word point to one row. ``initial``
    has one pretrained vector a row, zero where none is known.
    """

    words: list[str]
    probabilities: Floats
    rows: NDArray[np.int64]
    initial: Floats

    def tokenizer(self) -> Tokenizer:
        """A tokenizer that finds the likeliest split into these words; punctuation and spaces separate and vanish."""
        scores = [(w, round(log(p), 3)) for w, p in zip(self.words, self.probabilities.tolist(), strict=True)]
        tokenizer = Tokenizer(models.Unigram(scores, unk_id=0, byte_fallback=False))
        tokenizer.normalizer = normalizers.Sequence([normalizers.NFKC(), normalizers.Lowercase()])
        tokenizer.pre_tokenizer = pre_tokenizers.Split(Regex(r"[^\p{L}\p{M}\p{N}%]+"), "removed")
        return tokenizer


def normalise(text: str) -> str:
    """The same folding that the tokenizer applies: NFKC and lower case."""
    return unicodedata.normalize("NFKC", text).lower()


def load_chive() -> WordVectors:
    """The chiVe vectors that ja-ginza carries; of words that fold to one key the most frequent wins."""
    folder = next(Path(ja_ginza.__file__).parent.glob("ja_ginza-*")) / "vocab"
    table = Vectors().from_disk(folder)
    strings = StringStore().from_disk(folder / "strings.json")
    rows: dict[str, int] = {}
    for key, row in table.key2row.items():
        rows.setdefault(normalise(strings[key]), row)
    return WordVectors(rows, np.asarray(table.data, dtype=np.float32))


def short_unit_analyser() -> Any:
    """Sudachi cutting text into its shortest units."""
    return Dictionary(dict="core").create(mode=SplitMode.A)


def analyse(texts: Iterable[str]) -> Morphemes:
    """Count the short-unit morphemes of ``texts``; punctuation and long numbers are left out."""
    sudachi = short_unit_analyser()
    found = Morphemes()
    for line in (line for text in texts for line in normalise(text).split("\n")):
        for morpheme in sudachi.tokenize(line[:LONGEST_LINE]):
            surface = morpheme.surface()
            if usable(surface):
                found.counts[surface] += 1
                found.forms[surface][normalise(morpheme.normalized_form())] += 1
    return found


def usable(word: str) -> bool:
    """Whether ``word`` can be an entry: letters and digits only, not too long, and not a number of its own making."""
    return 0 < len(word) <= LONGEST_WORD and (word.isalnum() or word == "%") and not (word.isdigit() and len(word) > 1)


def administrative_words() -> Morphemes:
    """The short units of the administrative words listed beside this file and of all municipalities' names; Latin ones
    are kept as they are written."""
    words = normalise(ADMINISTRATIVE.read_text(encoding="utf-8")).split()
    for municipality in national().by_code.values():
        words += [normalise(municipality.name), *normalise(municipality.romaji).split()]
    found = analyse(word for word in words if not word.isascii())
    found.counts.update(word for word in words if word.isascii() and usable(word))
    return found


def expected_counts(vectors: WordVectors, found: Morphemes, weight: float) -> dict[str, float]:
    """How often each word should occur: its count in the text plus ``weight`` times Zipf's law by chiVe rank."""
    total = sum(found.counts.values())
    harmonic = log(len(vectors.rows)) + 0.58
    zipf = {word: total / harmonic / (rank + 3) for rank, word in enumerate(vectors.rows)}
    words = dict.fromkeys([*found.counts, *vectors.rows])
    return {word: found.counts.get(word, 0) + weight * zipf.get(word, 0.0) for word in words}


def fixed_words(listed: Iterable[str], english: int) -> dict[str, float]:
    """Words known whatever their frequency, with the least counts they get: numbers, years, English, ``listed``."""
    fixed = {str(number): 3.0 for number in range(1000)} | {f"{number:02d}": 3.0 for number in range(10)}
    fixed.update({str(year): 30.0 for year in YEARS})
    fixed.update({word: 20_000 / (rank + 10) for rank, word in enumerate(top_n_list("en", english)) if usable(word)})
    fixed.update({word: max(fixed.get(word, 0.0), 30.0) for word in listed})
    return fixed


def choose_words(vectors: WordVectors, found: Morphemes, fixed: dict[str, float], size: int) -> dict[str, float]:
    """The ``size`` - 1 words to know, with expected counts: fixed ones, all characters, then the most frequent.

    A word that the training text lacks is taken only if the analyser does not cut it, so that compounds share the
    vectors of their parts.
    """
    sudachi = short_unit_analyser()
    counts = expected_counts(vectors, found, weight=0.3)
    characters = {char for word in found.counts for char in word} | {word for word in vectors.rows if len(word) == 1}
    least = {char: 0.01 for char in sorted(characters) if usable(char)} | fixed
    chosen = {word: max(counts.get(word, 0.0), count) for word, count in least.items()}
    ranked = sorted((w for w in counts if w not in chosen and usable(w)), key=lambda w: (-counts[w], w))
    whole = (w for w in ranked if w in found.counts or len(sudachi.tokenize(w)) == 1)
    chosen.update((word, counts[word]) for word in islice(whole, size - 1 - len(chosen)))
    return chosen


def start_vector(word: str, form: str, vectors: WordVectors) -> Floats:
    """The vector of the normal form or of the word itself; else the mean of its characters; else zeros."""
    for key in (form, word):
        if key in vectors.rows:
            return np.asarray(vectors.vectors[vectors.rows[key]])
    parts = [vectors.vectors[vectors.rows[c]] for c in word if c in vectors.rows and not c.isascii()]
    return np.asarray(np.mean(parts, axis=0)) if parts else np.zeros(vectors.vectors.shape[1], dtype=np.float32)


def build_vocabulary(texts: Iterable[str], size: int, english: int) -> Vocabulary:
    """Choose ``size`` words from ``texts``, the administrative list, chiVe and ``english`` English words.

    Spellings of one word share a row. So do words that only chiVe knows, where it gives them one vector.
    """
    vectors, found, listed = load_chive(), analyse(texts), administrative_words()
    found.forms.update({word: forms for word, forms in listed.forms.items() if word not in found.forms})
    fixed = fixed_words(listed.counts, english)
    chosen = choose_words(vectors, found, fixed, size)
    row_of: dict[str | int, int] = {UNKNOWN: 0}
    rows, initial = [0], [np.zeros(vectors.vectors.shape[1], dtype=np.float32)]
    for word in chosen:
        form = found.normal_form(word)
        own = word in found.counts or word in fixed or word not in vectors.rows
        key = form if own else vectors.rows[word]
        if key not in row_of:
            row_of[key] = len(row_of)
            initial.append(start_vector(word, form, vectors))
        rows.append(row_of[key])
    total = sum(chosen.values())
    probabilities = np.array([1e-9, *(count / total for count in chosen.values())], dtype=np.float32)
    return Vocabulary([UNKNOWN, *chosen], probabilities, np.array(rows), np.stack(initial))
