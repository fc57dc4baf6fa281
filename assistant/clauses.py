"""Japanese sentences as chunks (bunsetsu) with what each may depend on: enough of a grammar to tell who does what.

A small shallow parser over UniDic's words. Where a chunk may depend on several others it keeps all of them; the reader
of its output (`paraphrase`) accepts any of those.
"""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import dropwhile, takewhile

from assistant.calendars import one_calendar
from assistant.chunk import Chunk
from assistant.chunking import chunked
from assistant.clause_entities import with_entities
from assistant.clause_normal_form import normal_form
from assistant.clause_relations import is_quantity
from assistant.clause_words import ACTORS, OF_FIGURES, PERSONS, SILENT
from assistant.subsidies import one_limit
from index.analysis import shared_analyser
from ingest.normalise import fold

_HOW_EASY = re.compile(r"(?:にく|やす|づら)[いく]")
#: Brackets that hold others.
_NESTED = re.compile(r"[(（][^()（）]*(?:[(（][^()（）]*[)）][^()（）]*)+[)）]")
_UNIT = re.compile(r"\d[\d.]*(?!年)[^\d.]")
#: What is counted without a word between it and its number (7区), and an amount that something comes to.
_ALL_OF = r"(?:区|市町村|市町|町|村|校|課|世帯|職員|地区|施設|分野|部門)"
_AMOUNTS_TO = re.compile(
    r"(?<=[%円人件社校台戸世帯館回割])に(?:も)?(?:上|のぼ|達し|及)"
    r"(?:(?:る|ります|ってい(?:る|ます)|てい(?:る|ます)|んでいます|びます)|(?P<past>った|りました|た|ました))(?=$|[。、])"
)


@lru_cache(maxsize=4096)
def sentences_of(text: str, said: bool = False, afar: bool = False) -> tuple[tuple[Chunk, ...], ...]:
    """The chunks of each sentence of a text; of what is `said`, with its lists left as they stand;
    `afar` takes an action that stands apart from its verb for that verb."""
    folded = _plainly(re.sub(r"(?<=[^\x00-\x7f])\s+(?=[^\x00-\x7f])", "", fold(text).lower()))
    parts = re.split(r"[。！？!?\n]", folded)
    return tuple(tuple(chunks) for part in parts if part.strip() and (chunks := _parse(part, said, afar)))


def _plainly(text: str) -> str:
    """年に2回 is 年2回, 月・水曜日 月曜・水曜, 調査の結果、 and 調査の結果を受け 調査の結果に基づき, 体育館をはじめ
    体育館など, 要望を受けて 要望があり, ウェブサイト上で ホームページで."""
    text = _NESTED.sub(lambda m: m[0][0] + re.sub(r"[()（）]", " ", m[0][1:-1]) + m[0][-1], text)
    text = one_calendar(re.sub(r"[(（][^()（）]*[)）]", lambda m: m[0].replace("。", "、"), one_limit(text)))
    text = re.sub(r"をはじめと(?:する|した)(?=[^、。])", "などの", text)
    text = re.sub(r"をはじめ(?:として|、)?(?=[^、。])", "など", text)
    text = re.sub(r"(指摘|要望|意見|声|相談|申し?出|通報)を受けて?、", r"\1があり、", text)
    text = re.sub(r"(?<=[るうくすつむぶぐいた」])という(?=[一-龥])", "との", text)
    text = re.sub(r"(?<=[るたい])一方で?、", "ほか、", text).replace("へと", "に")
    text = re.sub(r"(?<=の)結果(?:を受けて?|を踏まえて?)?、(?!\d)", "結果に基づき、", text)
    text = re.sub(r"結果を(?:受けて?|踏まえて?)(?!いる|います|おり)、?", "結果に基づき", text)
    text = re.sub(r"(?<!\d)([年月週])に(?=\d+[回度])", r"\1", text).replace("曜日", "曜")
    text = re.sub(r"年間(?=(?:約|およそ|延べ)?\d)", "年", text).replace("の所要時間", "に要する時間")
    text = re.sub(rf"(?:すべて|全て)の(?={_ALL_OF}(?![一-龥]))", "全", re.sub(rf"(?<=\d)つの(?={_ALL_OF})", "", text))
    text = _AMOUNTS_TO.sub(lambda m: "であった" if m["past"] else "である", text)
    text = text.replace("スマートフォン", "スマホ").replace("ウェブ", "web")
    text = re.sub(r"(?:webサイト|web ?ページ|(?<![a-z])hp(?![a-z]))", "ホームページ", text)
    text = re.sub(r"(web|オンライン|ホームページ|インターネット)上(?=[でにのか])", r"\1", text)
    text = re.sub(r"(?<=こと)(?:等|など)(?=により)", "", text)
    text = re.sub(r"(?<=[一-龥ァ-ヴー])等(?=\d)", "など", text)
    text = text.replace("かどうか", "か").replace("必要性があ", "必要があ")
    return re.sub(
        r"(?<![一-龥])([月火水木金土日])(?=[・、](?:[月火水木金土日]曜?[・、])*[月火水木金土日]曜)", r"\1曜", text
    )


def _parse(sentence: str, said: bool, afar: bool) -> list[Chunk]:
    text, entities = with_entities(SILENT.sub("", sentence))
    chunks = normal_form(_stating(_counted(chunked(shared_analyser().words(text), entities))), said, afar)
    last = next((c for c in reversed(chunks) if c.within is None), None)
    if last and not last.predicate:
        last.predicate, last.form = True, "end"
        last.feats.add("体言")
    for chunk in chunks:
        _attach(chunk, chunks)
    return chunks


def _counted(chunks: list[Chunk]) -> list[Chunk]:
    """24か月間補助する: the figure stands beside its verb. 避難所9か所 is 9か所の避難所, 避難所の全て 全ての避難所."""
    out: list[Chunk] = []
    place = {}
    for i, chunk in enumerate(chunks):
        words = chunk.words
        if words == ["全て"] and chunk.mark and out and out[-1].mark == "の" and not out[-1].predicate:
            words, noun = out[-1].words, out.pop()
            out.append(Chunk(0, ["全て"], "の", text=chunk.stem, stem=chunk.stem, within=chunk.within))
            chunk.words, chunk.stem, chunk.last, chunk.action = words, noun.stem, noun.last, noun.action
        elif not chunk.predicate and _counts(words):
            figure = Chunk(0, words[-1:], "の", text=chunk.last, stem=chunk.last, within=chunk.within)
            out.append(figure)
            chunk.words, chunk.stem = words[:-1], chunk.stem.removesuffix(chunk.last)
        if chunk.predicate and chunk.action and len(words) > 1 and words[0][0].isdigit() and not words[-1][0].isdigit():
            figure = Chunk(0, words[:-1], stem=chunk.stem.removesuffix(chunk.last), within=chunk.within)
            figure.text = figure.stem
            out.append(figure)
            chunk.words, chunk.stem = words[-1:], chunk.last
        place[i] = len(out)
        out.append(chunk)
    for at, chunk in enumerate(out):
        chunk.at = at
        chunk.within = place.get(chunk.within) if chunk.within is not None else None
    return out


def _counts(words: list[str]) -> bool:
    """Whether the last word is the number of what the others name."""
    named = not any(w[0].isdigit() or w[0] == "「" for w in words[:-1]) and not OF_FIGURES & set(words)
    return len(words) > 1 and named and _UNIT.match(words[-1]) is not None


def _stating(chunks: list[Chunk]) -> list[Chunk]:
    """人口は6,482人、高齢化率は36.9%です and 「はい」が7割、「いいえ」が3割: each figure is a predicate."""
    topic = False
    end = next((c for c in reversed(chunks) if c.within is None), None)
    valued = end is not None and end.words[0][0].isdigit() and (not end.predicate or "だ" in end.feats)
    for i, chunk in enumerate(chunks):
        bare = valued and chunk.comma and not chunk.mark and re.match(r"\d", chunk.words[0])
        if bare and i and chunks[i - 1].mark == "が" and any(c.mark in ("が", "は") for c in chunks[i + 1 :]):
            chunk.predicate, chunk.form = True, "and"
            chunk.feats.add("だ")
            continue
        if chunk.predicate and not chunk.mark.endswith("は"):
            topic = topic and chunk.form == "adn"
        elif chunk.mark.endswith("は") and chunk.within is None:
            topic = True
        elif topic and chunk.comma and chunk.mark in ("", "で") and re.match(r"\d+(?![\d年])", chunk.words[0]):
            rest = list(takewhile(lambda c: not c.predicate or c.form == "adn", chunks[i + 1 :]))
            if any(c.mark.endswith("は") or c.mark == "が" for c in rest):
                chunk.predicate, chunk.form, chunk.mark, topic = True, "and", "", False
                chunk.feats.add("だ")
    return chunks


def _attach(chunk: Chunk, chunks: list[Chunk]) -> None:
    """Gives a chunk the chunks that it may depend on, each with how."""
    later = [c for c in chunks[chunk.at + 1 :] if c.within == chunk.within or chunk.within is None and c.within is None]
    predicates = [c for c in later if c.predicate and not c.nominal]
    if chunk.within is not None:
        chunk.heads.append((chunk.within, "の"))
    if chunk.predicate and chunk.form == "adn":
        nouns = [c for c in later if not c.predicate][:4] if chunk.comma else later[:1]
        # What a comma parts from its noun has another clause between the two.
        nouns.sort(key=lambda c: not (chunks[c.at - 1].predicate and c.at - 1 > chunk.at))
        chunk.heads += [(c.at, "連体") for c in nouns]
        return
    if chunk.predicate:
        rel = chunk.mark or ("し" if chunk.form == "and" else "end")
        chunk.heads += [(c.at, rel) for c in (predicates if chunk.comma else predicates[:1])]
        if chunk.text.endswith("ための") and later and not later[0].predicate:
            chunk.heads.append((later[0].at, rel))  # 申請へ案内するための画面
        return
    mark = chunk.mark
    if followers := _of_nouns(chunk, later):
        chunk.heads += [(c.at, mark.removesuffix("の")) for c in followers]
        return
    if (
        mark == "の"
        and later
        and later[0].predicate
        and later[0].form == "adn"
        and not later[0].action | bool(later[0].feats & {"だ", "変化"})
    ):
        chunk.heads.append((later[0].at, "が"))  # 声の届く範囲
    if mark in ("の", "による") or mark.endswith("の") and len(mark) > 1 and mark != "もの":
        near = later[: next((i + 1 for i, c in enumerate(later[:3]) if c.nominal), 3)]
        near = [c for c in near if not (c.mark == "の" and c.text.endswith("な"))] or near
        nouns = [c for c in near if not c.predicate or c.action or c.feats & {"だ", "体言", "変化"}]
        if mark == "による" or near and near[0].mark == "による" and not ACTORS.search(chunk.stem):
            nouns.sort(key=lambda c: not c.action)  # 画像の機械による解析: who or what does it is said of the action
        chunk.heads += [(c.at, mark if mark in ("による", "での") else "の") for c in nouns]
        return
    if mark == "など" and later and not later[0].predicate and is_quantity(later[0]):
        chunk.heads.append((later[0].at, "並"))  # 学校や公民館など5か所
    if mark in ("や", "と", "又は", "") and later and (chunk.comma or mark):
        listed = list(dropwhile(lambda c: c.text.endswith("な") and c.mark == "の", later))
        # 小・中学校の図書館 lists the two beside the mark, unless an action stands for one farther off.
        beside = chunk.text.endswith("・") and listed and chunk.action <= listed[0].action
        far = (5 if mark == "と" else 3) if chunk.comma and mark in ("や", "と") and not beside else 1
        for follower in listed[:far]:
            alike = follower.action and (chunk.action or mark != "と")  # 窓口と連携する is no list
            if mark == "と" and PERSONS.search(chunk.stem) and not ACTORS.search(follower.stem):
                continue  # 市民と海岸の清掃を行う: with whom
            if not follower.predicate or alike or "だ" in follower.feats:
                chunk.heads.append((follower.at, "並"))
        # 予約や混雑状況の確認: of two actions both are listed, not what one of them is of.
        other = next((c for c in listed[:4] if c.mark != "の"), None)
        known = {at for at, _ in chunk.heads}
        if (
            other
            and mark == "や"
            and chunk.action
            and other.action
            and listed[0].mark == "の"
            and other.at not in known
        ):
            chunk.heads += [(other.at, "列")] if not listed[0].action else []
    if mark in ("や", "又は"):
        return
    nearest = predicates[: 1 + next((i for i, c in enumerate(predicates) if not c.listed), 0)]
    far = chunk.comma or mark in ("は", "では", "には", "も", "うち")
    if (
        mark == "が"
        and nearest
        and nearest[0].head.endswith("い")
        and nearest[0].form == "adn"
        and not _HOW_EASY.search(nearest[0].text)
    ):
        # 市民が幅広い施設で学ぶ: who learns, unless somebody else does.
        second = predicates[1:2]
        others = any(c.mark in ("が", "は") for c in later if second and c.at < second[0].at)
        nearest = nearest if others else second + nearest
    if nearest and nearest[0].form == "adn" and far or far:
        nearest = predicates
    chunk.heads += [(c.at, mark) for c in (_behind_objects(chunk, later, predicates) or nearest)]


def _of_nouns(chunk: Chunk, later: list[Chunk]) -> list[Chunk]:
    """The nouns that a direction may belong to (学校から保護者への連絡), none where it belongs to a verb."""
    if chunk.mark in ("への", "からの"):
        listed = list(takewhile(lambda c: c.mark in ("や", "と") and not c.predicate, later))
        return [c for c in later[: len(listed) + 1] if c.action or c is later[0]]
    if chunk.mark == "から" and len(later) > 1 and later[0].mark == "への":
        return later[1:2]
    return []


def _behind_objects(chunk: Chunk, later: list[Chunk], predicates: list[Chunk]) -> list[Chunk]:
    """What an object belongs to before further objects (人流をカメラを使って測る): each verb takes the nearest one."""
    if chunk.mark != "を" or not predicates:
        return []
    before = [c for c in later if c.at < predicates[0].at]
    objects = [c for c in before if c.mark == "を" and not c.predicate and later[later.index(c) + 1].words != ["上限"]]
    # A comma parts objects of one verb: 研修を6回、講座を2回開き.
    listed = objects and any(c.comma for c in before if c.at < objects[-1].at)
    return [] if listed or not objects else predicates[len(objects) : len(objects) + 1]
