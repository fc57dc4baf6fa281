import os
from pathlib import Path

import pytest

from index import lexical
from index.analysis import shared_analyser
from index.expansion import Alternatives, WeightedQuery, WeightedTerm, expand
from index.filters import Facets, Filter
from index.lexical import FieldWeights, LexicalEntry, LexicalIndex
from index.lexicon import Lexicon
from ingest.errors import IndexDamaged
from ingest.model import Passage

LEMMAS_ONLY = FieldWeights(lemma=1, bigram=0, context_lemma=0, context_bigram=0)


def index_of(folder: Path, texts: dict[str, str], contexts: dict[str, str] | None = None) -> LexicalIndex:
    LexicalIndex.build(
        folder / "lexical",
        [
            LexicalEntry(
                Passage(id=id, document="d", page=1, start=0, end=len(text), text=text),
                (contexts or {}).get(id, ""),
                Facets("d", None, (), True),
            )
            for id, text in texts.items()
        ],
    )
    return LexicalIndex.open(folder / "lexical")


def bm25(texts: dict[str, str], query: str) -> dict[str, float]:
    """BM25 with k1 1.2 and b 0.75, as Robertson and Zaragoza have it, worked out from the lemmas."""
    import math

    documents = {id: shared_analyser().lemmas(text) for id, text in texts.items()}
    mean = sum(map(len, documents.values())) / len(documents)
    out = {}
    for id, lemmas in documents.items():
        score = 0.0
        for term in set(shared_analyser().lemmas(query)):
            n = sum(term in other for other in documents.values())
            idf = math.log(1 + (len(documents) - n + 0.5) / (n + 0.5))
            tf = lemmas.count(term)
            score += idf * tf * 2.2 / (tf + 1.2 * (0.25 + 0.75 * len(lemmas) / mean))
        if score:
            out[id] = score
    return out


TEXTS = {
    "a": "電子申請の対象手続きを拡大する。電子申請は便利である。",
    "b": "窓口でのキャッシュレス決済を導入する。",
    "c": "電子回覧板システムを自治会に導入する。",
    "d": "職員研修を実施する。",
}


def test_scores_are_bm25(tmp_path: Path) -> None:
    index = index_of(tmp_path, TEXTS)
    for query in ("電子申請を導入", "自治会の電子回覧板", "職員がキャッシュレスで決済"):
        found = dict(index.search(query, 10, weights=LEMMAS_ONLY))
        assert found == pytest.approx(bm25(TEXTS, query), rel=1e-3)


def test_unknown_words_are_found_by_their_characters(tmp_path: Path) -> None:
    index = index_of(tmp_path, TEXTS | {"e": "ヨカバイネットを運用する。", "f": "ネットを運用する。"})
    assert index.search("ヨカバイ", 1)[0][0] == "e"


def test_equal_scores_come_in_the_order_of_ids_whatever_is_cut_off(tmp_path: Path) -> None:
    ids = [f"p{n:03}" for n in range(150)]
    index = index_of(
        tmp_path, dict.fromkeys(reversed(ids), "電子申請を導入する。") | {"z": "電子申請を電子申請で導入する導入。"}
    )
    everything = [id for id, _ in index.search("電子申請の導入", 200)]
    assert everything == ["z", *ids]
    for k in (1, 2, 7, 60, 150, 151):
        assert [id for id, _ in index.search("電子申請の導入", k)] == everything[:k]


def test_a_filter_chooses_the_same_from_all_hits_as_the_engine_does(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    towns = ("012025", "012041", None)
    LexicalIndex.build(
        tmp_path / "lexical",
        [
            LexicalEntry(
                Passage(id=f"p{n:03}", document=f"d{n % 2}", page=1, start=0, end=len(text), text=text),
                "",
                Facets(f"d{n % 2}", towns[n % 3], (2024 + n % 2,), n % 5 > 0),
            )
            for n, text in enumerate(TEXTS[name] for name in "abcdaabbc" * 20)
        ],
    )
    index = LexicalIndex.open(tmp_path / "lexical")
    for where in (
        None,
        Filter(municipalities=("012025",)),
        Filter(documents=("d1",), public_only=True),
        Filter(years=(2025,), municipalities=("012025", "012041")),
        Filter(municipalities=("999999",)),
    ):
        for query in ("電子申請を導入", "自治会", "道路"):
            for k in (1, 7, 30, 400):
                chosen = index.search(query, k, where)
                with monkeypatch.context() as patch:
                    patch.setattr(lexical, "WHOLE_BELOW", 0)
                    assert index.search(query, k, where) == chosen


def test_the_context_helps_less_than_the_text(tmp_path: Path) -> None:
    contexts = {"heading": "窓口の改革", "text": "なし", "none": "なし"}
    index = index_of(tmp_path, {"heading": "予算を組む。", "text": "窓口の改革。", "none": "予算を組む。"}, contexts)
    assert [id for id, _ in index.search("窓口", 10)] == ["text", "heading"]


@pytest.mark.parametrize("query", ["", "。", "the of", "これは", "のは"])
def test_a_query_without_words_finds_nothing(tmp_path: Path, query: str) -> None:
    index = index_of(tmp_path, TEXTS)
    assert index.search(query, 10, Filter(documents=("d",))) == index.search(query, 10) == []


def test_a_synonym_finds_but_does_not_outvote(tmp_path: Path) -> None:
    lexicon = Lexicon([["電子申請", "オンライン手続"]])
    texts = {f"x{n}": "電子申請を始める。" for n in range(5)} | {"y": "オンライン手続を始める。", "z": "道路を直す。"}
    found = index_of(tmp_path, texts).search(expand("電子申請", lexicon), 10)
    assert [id for id, _ in found] == ["x0", "x1", "x2", "x3", "x4", "y"]
    assert found[-1][1] <= 0.5 * found[0][1]


def test_many_synonyms_together_weigh_no_more_than_the_best_of_them(tmp_path: Path) -> None:
    index = index_of(tmp_path, {"a": "納税", "b": "税金と公租と公課", "c": "道路", "d": "河川", "e": "公園"})
    one = WeightedQuery("納税", (WeightedTerm("納税", 1.0),), (Alternatives("納税", (WeightedTerm("税金", 0.5),)),))
    surfaces = tuple(WeightedTerm(word, 0.5) for word in ("税金", "公租", "公課"))
    three = WeightedQuery("納税", (WeightedTerm("納税", 1.0),), (Alternatives("納税", surfaces),))
    score_of_one = dict(index.search(one, 5, weights=LEMMAS_ONLY))["b"]
    assert dict(index.search(three, 5, weights=LEMMAS_ONLY))["b"] == pytest.approx(score_of_one)


def test_an_english_question_finds_japanese(tmp_path: Path) -> None:
    lexicon = Lexicon(english={"circular notice": ["回覧板"]})
    assert index_of(tmp_path, TEXTS).search(expand("Who has circular notices?", lexicon), 1)[0][0] == "c"


def test_an_empty_index_finds_nothing(tmp_path: Path) -> None:
    index = index_of(tmp_path, {})
    assert len(index) == 0 and index.search("申請", 5) == []


def test_no_hits_are_asked_for(tmp_path: Path) -> None:
    assert index_of(tmp_path, TEXTS).search("電子", 0) == []


def test_a_folder_without_an_index_is_damaged(tmp_path: Path) -> None:
    with pytest.raises(IndexDamaged, match="keikaku ingest"):
        LexicalIndex.open(tmp_path / "nowhere")


@pytest.mark.skipif(not hasattr(os, "seteuid") or os.getuid() != 0, reason="becomes another user, as root only can")
def test_another_user_reads_a_folder_that_it_cannot_write(tmp_path: Path) -> None:
    index = index_of(tmp_path, TEXTS)
    for folder in (tmp_path / "lexical").parents:
        if folder.is_relative_to(tmp_path.parent.parent):
            folder.chmod(0o755)
    os.seteuid(65534)
    try:
        assert LexicalIndex.open(tmp_path / "lexical").search("電子", 5) == index.search("電子", 5)
    finally:
        os.seteuid(0)
