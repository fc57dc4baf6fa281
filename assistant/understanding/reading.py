"""Reads questions: whom and which years one is about, what it asks for, and what a text must hold to answer."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace

from assistant.answer import Request
from assistant.understanding.body_kinds import ANY, BELOW, PREFECTURES, kinds_asked
from assistant.understanding.combined import Joined, taken_apart
from assistant.understanding.followups import after
from assistant.understanding.kinds import Kind, asked, is_english
from assistant.understanding.moments import LAST_YEAR, moments, without_moments
from assistant.understanding.names import Names
from assistant.understanding.parts import parts
from assistant.understanding.question import Question
from assistant.understanding.spoken import as_written, asked_plainly
from assistant.understanding.terms import Term, TermReader, Terms
from assistant.understanding.titles import Titles
from assistant.understanding.topics import EXCLUSION, asks_bodies_of, topic_of
from ingest.model import Municipality
from ingest.municipalities import Gazetteer
from ingest.normalise import squash, view
from ingest.years import YearMention, find_years

_INCLUSION = re.compile(r"[(（][^)）]{1,50}?(?:も?(?:含む|ふくむ|含めて)|問わない|問わず)[。]?[)）]")
_GRANT = re.compile(
    r"(?:デジタル田園都市国家構想|デジ田|地方創生推進|地域活性化)?交付金(?:による|"
    r"を使った|の事業|事業)?|デジ田(?:の)?(?:事業)?|デジタル田園都市国家構想"
)
_EN_GRANT = re.compile(r"\b(?:grants?|grant-funded)\b|\bdigital garden\b", re.IGNORECASE)
_FRAME = re.compile(
    r"(?:どこの|どの|いくつの|何)(?:市や町|市と町|市町村|市町|自治体|市|町|村|まち|団体|"
    r"とこ)(?![一-龥])|(?:に|を)?(?:言及し|取り組ん|取り組む|挙げ|掲げ|明記し|"
    r"記載し)(?:て)?(?:いる|る)?(?:もの|市町村|市町|自治体|市|町)?|"
    r"(?:市町村|市区町村|市町|自治体|団体)の数(?:は|を|って)?|"
    r"(?:市町村|市区町村|市町|自治体|市や町|市と町)(?:を|は|って|が|の)?(?:すべて|全て|"
    r"全部|いくつ|どこ|どれ)?|(?:すべて|全て|全部|もれなく)(?:、|を)?(?:挙げ|あげ|示|教え|"
    r"リスト|列挙)?|"
    r"って言ってる|話がある|代表的な|項目|リストアップ|教えて(?:ください|下さい)?|"
    r"示してください|挙げてください|いくつあり|どこ(?:です)?か"
)
#: How means are asked for in everyday speech (どんなふうにして).
_MANNER = re.compile(r"(?:どんな|どういう|どういった)(?:ふう|風)(?:に(?:し?て)?|な)?")
#: How a timeline is asked for, which says nothing of what it is of.
_STEPS = re.compile(
    r"の(?:流れ|経緯|経過|動き|歩み|移り変わり|変遷|沿革|工程|日程|スケジュール|ロードマップ)(?=を|は|って|に|と|[?？。、]|$)|"
    r"(?:時期|年月|年度|日付)(?:つき|付き|とともに)で?"
)
_EITHER = re.compile(r"\s*(?:又は|または|あるいは|もしくは|及び|および|並びに)\s*")
#: Asks to be told the members, not for a person's name.
_NAME_THEM = re.compile(r"\bname (?:all|them|each|every one|both)(?: of them)?\b", re.IGNORECASE)
#: What an English question explains in brackets; a short form or a Japanese name in them explains nothing.
_EXPLAINED = re.compile(r"\((?=[^()]*\b[a-z]{3,} [^()]*\b[a-z]{3,})[\x00-\x7f–—’]*?\)")
#: Kinds of questions that one unit answers.
_OF_ONE = ("number", "fact", "yesno", "how", "who", "date", "definition")
#: How many earlier turns are read.
TURNS = 4
#: What the words of a question must weigh together without the title of a plan.
LEFT = 0.4
#: What an example or another name in brackets weighs.
ASIDE, WEAK = 0.35, 0.2
_HOW_MANY = re.compile(r"(?:市町村?|自治体|団体)の数|いくつ|何(?:市|町|村|団体|自治体)|\bhow many\b", re.IGNORECASE)
#: Which municipality has a department, not which department one has.
_WHICH_BODIES = re.compile(
    r"(?:どの|どこの)(?:市|町|村|自治体|団体)|(?:市町村|市区町村|市町|市|町|村|自治体|団体)(?:は|って)?(?:どこ|どれ)(?:[?？。、]|です|で?しょう|か|$)"
)
#: A municipality named for example, among all that are asked for.
_OTHERS_TOO = re.compile(
    r"(?:ほか|他|以外)(?:の(?:市町村|市町|市|町|村|自治体|団体|ところ|所))?(?:も|を)(?:含|ふく|あわせ|合わせ|全部|すべて|全て)"
)
_ALL_OF = re.compile(
    r"市や町|県の[「『]?[市町村][」』]?(?:だけ|のみ)|の市(?:の中|のなか|で)|県内|市町村|市区町村|市町(?!村)|各自治体|全自治体|全市|各市"
)


#: A kind of what is asked for that is said to belong to it (説明会(入園説明会を含む)): it is no condition.
_TAKEN_IN = re.compile(r"(?P<of>[一-龥ァ-ヶー]{2})(?P<end>[」』]?)[(][^()]{1,12}(?P=of)[をも]含む[)]")
_IN_MARKS, _BRACKETS = re.compile(r"[「『]([^」』]{2,40})[」』]"), re.compile(r"[(（][^()（）]*[)）]")
#: What a telegraphic question takes in besides (新規もぜんぶ): all of it is meant anyway.
_ALSO = re.compile(r"(?<=[、。\s])[^、。\s]{1,8}も(全部|ぜんぶ|すべて|全て)(?=[。]?\s*$)")


#: The municipality spoken of before, which is none of those asked for.
_OF_SAME = re.compile(r"(?:その|(?<!ど)この|同)[市町村区県](?=の[一-龥ァ-ヶ])")
#: Thanks for the answer before, in front of the next question.
_THANKS = re.compile(
    r"^(?:(?:どうも)?(?:ありがとう|有難う)(?:ござい(?:ます|ました))?|なるほど|了解(?:です|しました)?|[わ分]かりました|助かりました)[。、!]\s*(?=\S)"
    r"|^(?:thanks|thank you|okay|ok|great|got it|i see|understood)(?: very much| so much| a lot)?[.,!]\s+(?=\S)",
    re.IGNORECASE,
)


class Understanding:
    def __init__(
        self,
        reader: TermReader,
        gazetteer: Gazetteer,
        covered: Sequence[Municipality],
        marked: Callable[[str], str] = lambda text: text,
        titles: Callable[[], Titles] = Titles,
    ) -> None:
        """`marked` sets names that the plans coin in quotation marks, see `coined`; `titles` are those of the plans."""
        self._titles = titles
        self._marked = marked
        self._reader = reader
        self._names = Names(gazetteer, covered)
        self._romaji = {m.romaji: m.name for m in sorted(covered, key=lambda m: not m.is_prefecture) if m.romaji}

    def understand(self, request: Request) -> Question:
        question = self._read(request.question, request)
        earlier = [text for role, text in request.history if role == "user"]
        before: Question | None = None
        for text in earlier[-TURNS:]:
            before = after(self._read(text, request), before)
        return after(question, before)

    def in_parts(self, request: Request) -> tuple[Question, Question] | None:
        """The two questions that one asks in turn, the second as it is meant behind the first."""
        text = view(request.question)
        found = parts(text, is_english(text))
        if found is None:
            return None
        second = replace(request, question=found[1], history=(*request.history, ("user", found[0])))
        return self.understand(replace(request, question=found[0])), self.understand(second)

    def _read(self, raw: str, request: Request) -> Question:
        text = self._marked(_ALSO.sub(r"\1", _TAKEN_IN.sub(r"\g<of>\g<end>", _THANKS.sub("", view(raw)))))
        english = is_english(text)
        text = text if english else _as_stated(asked_plainly(text))
        said, aside = self._set_aside(text, english)
        names = self._names.find(said, english)
        uncovered, bare = names.uncovered, names.rest
        named = [] if _OTHERS_TOO.search(text) and asks_bodies_of(text, english) else names.covered
        told = asked(_OF_SAME.sub("そこ", text), english, len(named) + len(uncovered))
        bodies = asks_bodies_of(EXCLUSION.sub(" ", text), english)
        kind = told.kind
        if not named and bodies and (kind in ("fact", "number") or (kind == "who" and _WHICH_BODIES.search(text))):
            kind = "list"
        if kind == "list" and not named and bodies and _HOW_MANY.search(text):
            kind = "count"
        bodies = bodies or told.of == "municipality"
        times = frozenset() if bodies else moments(text, english)
        if times and kind in ("count", "list") or len(times) > 1 and kind == "compare":
            kind = "number"
        if not english:
            bare, owner = self._without_title(bare, kind)
            meant = owner and not uncovered and not bodies and kind in _OF_ONE
            named = [owner] if owner and meant and not named else named
        everyone = _is_for_everyone(text, named, kind, bodies, bool(names.prefectures))
        excluded = [m.group() for m in EXCLUSION.finditer(bare)] if not english and kind not in _OF_ONE else []
        topic = bare
        for clause in excluded:
            topic = topic.replace(clause, " ")
        if not everyone:
            topic = _INCLUSION.sub(
                lambda m: " " + re.sub(r"も?(?:含む|ふくむ|含めて).*|など呼び方.*|(?:は|を)?問わ.*", "", m.group()),
                topic,
            )
        topic = _FRAME.sub(" ", topic) if everyone or kind in ("list", "count") else topic
        topic = _STEPS.sub(" ", topic) if kind == "timeline" else _MANNER.sub(" ", topic)
        topic = _GRANT.sub(" ", topic) if len(_GRANT.sub("", topic)) > 8 else topic
        mentions = find_years(text)
        years = tuple(m for m in mentions if not _is_base(m, text))
        years = years or (() if LAST_YEAR.search(text) else tuple(mentions))
        topic = _without_years(topic if english else without_moments(topic))
        read = self._translated(raw) if english else self._terms(topic, everyone)
        if kind in _OF_ONE and not english:
            read = self._reader.lightened(read, topic)
        terms = _without_names(Terms.build(read), (*named, *uncovered))
        return Question(
            text=text,
            kind=kind,
            of=told.of,
            lang=request.lang,
            english=english,
            terms=terms,
            municipalities=tuple(named),
            uncovered=tuple(uncovered),
            prefectures=tuple(names.prefectures),
            years=years,
            documents=request.documents,
            everyone=everyone,
            without=frozenset(m.code for m in aside),
            sheets=bool(_GRANT.search(text) or (english and _EN_GRANT.search(text))),
            excluded=tuple(t for clause in excluded for t in self._reader.read(clause) if t.weight > 0.2),
            quoted=self._quoted(topic, everyone),
            topic=topic,
            own_topic=topic,
            search_text=" ".join(t.text for t in terms.terms) if english else topic,
            apart=self._apart(text, english, request) if everyone and kind in ("list", "count") else None,
        )

    def _apart(self, text: str, english: bool, request: Request) -> tuple[Joined, Question, Question] | None:
        found = taken_apart(text, english)
        return (found.joined, self._read(found.one, request), self._read(found.other, request)) if found else None

    def _quoted(self, topic: str, everyone: bool) -> tuple[str, ...]:
        """The names in quotation marks, squashed; of a set none that brackets alone give as another name."""
        if everyone and not _IN_MARKS.search(_BRACKETS.sub("", topic)):
            return ()
        return tuple(squash(name) for name in _IN_MARKS.findall(topic) if self._reader.is_telling(name))

    def _set_aside(self, text: str, english: bool) -> tuple[str, list[Municipality]]:
        """The text without municipalities that a question over others sets aside, and those."""
        rest, aside = (text, []) if _OTHERS_TOO.search(text) else self._names.set_aside(text)
        kind = asked(rest, english, 0).kind if aside else "fact"
        several = kind in ("rank", "sum") or asks_bodies_of(rest, english) or _ALL_OF.search(rest)
        return (rest, aside) if aside and several and kind != "claim" else (text, [])

    def _translated(self, text: str) -> list[Term]:
        """The terms of an English text; what it explains in brackets weighs little."""
        text = _NAME_THEM.sub(" ", text)
        read = self._reader.translate(text, self._romaji)
        rest = _EXPLAINED.sub(" ", text)
        if rest == text:
            return read
        said = {t.text for t in self._reader.translate(rest, self._romaji)}
        return [t if t.text in said else replace(t, weight=WEAK * t.weight) for t in read]

    def _without_title(self, text: str, kind: Kind) -> tuple[str, Municipality | None]:
        """A text without the title of a plan, unless hardly anything is left of it; and whose plan that is."""
        rest, owner = self._titles().without(text, source_only=kind not in _OF_ONE or kind == "definition")
        left = sum(t.weight for t in self._reader.read(_without_years(rest))) if rest != text else 0.0
        return (rest if left >= LEFT else text), owner

    def _terms(self, topic: str, everyone: bool) -> list[Term]:
        """What is said aside about a set weighs less than what it turns on."""
        if not everyone:
            return self._reader.read(topic)
        parts = topic_of(topic)
        aside = [t for words in parts.aside for t in self._reader.read(words, ASIDE, either=True)]
        core = self._reader.read(_EITHER.sub("・", parts.core), either=True)
        for noun, names in parts.names:
            others = tuple(map(squash, names))
            core = [_with_names(t, others) if t.text in squash(noun) and t.weight > WEAK else t for t in core]
        return [*core, *aside]


def _as_stated(text: str) -> str:
    """A statement of hearsay, or in everyday words, as a plan would write it; any other text as it is."""
    written = as_written(text)
    return written if written != text and asked(written, False, 1).kind == "claim" else text


def _is_base(mention: YearMention, text: str) -> bool:
    """Whether a year is only what figures are measured against (令和3年度比, relative to FY2021)."""
    before, behind = text[: mention.start].rstrip(), text[mention.end :]
    return before.lower().endswith("relative to") or behind.startswith("比") and not behind.startswith(("比べ", "比較"))


def _without_years(text: str) -> str:
    for mention in reversed(find_years(text)):
        text = text[: mention.start] + " " + text[mention.end :]
    return text


def _with_names(term: Term, names: tuple[str, ...]) -> Term:
    return replace(term, alternatives=(*term.alternatives, *names))


def _without_names(terms: Terms, names: Sequence[Municipality]) -> Terms:
    words = {
        squash(n) for m in names for n in (m.name, m.prefecture, m.name[:-1], m.prefecture[:-1] if m.prefecture else "")
    } | {"市", "町", "村", "県"}
    return Terms.build(t for t in terms.terms if t.text not in words)


def _is_for_everyone(text: str, named: Sequence[Municipality], kind: Kind, bodies: bool, of_prefecture: bool) -> bool:
    """Whether a question asks for a set of municipalities, or over all of them; `of_prefecture` says that it names a
    prefecture, whether that is covered or not."""
    only_prefectures = all(m.is_prefecture for m in named)
    if named and kinds_asked(text) == PREFECTURES:
        return False
    inside = _ALL_OF.search(text) is not None or kinds_asked(text) not in (ANY, BELOW)
    if kind in ("rank", "sum"):
        return only_prefectures and (inside or bodies or not named)
    if kind not in ("list", "count"):
        return False
    within = of_prefecture and only_prefectures and inside
    return within or (bodies and (only_prefectures or len(named) > 1))
