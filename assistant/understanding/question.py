"""A question, understood: whom and which years it is about, what it asks for, and what a text must hold to answer."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from assistant.answer import Request
from assistant.understanding.details import asked_noun
from assistant.understanding.kinds import Kind, Of, asked
from assistant.understanding.terms import Term, TermReader, Terms
from assistant.understanding.topics import asks_bodies_of, topic_of
from ingest.model import Municipality
from ingest.municipalities import Gazetteer
from ingest.normalise import squash, view
from ingest.years import YearMention, find_years

_EXCLUSION = re.compile(
    r"[(（]?[^。、,(（?？]{1,40}?(?:など)?(?:だけ|のみ|しか)?(?:の(?:もの|市|町|所|ところ|"
    r"とこ|自治体|場合|言い回し))?(?:だけ)?(?:の(?:もの|自治体|所))?(?:は|を)?"
    r"(?:除く|除いて|除き|除外|抜いて|抜く|外して|含めない|含まない|含めず|不要|いらない|"
    r"対象外|ではなく)(?:で|ください)?[)）]?"
)
_INCLUSION = re.compile(r"[(（][^)）]{1,50}?(?:も?(?:含む|ふくむ|含めて)|問わない|問わず)[。]?[)）]")
_GRANT = re.compile(
    r"(?:デジタル田園都市国家構想|デジ田|地方創生推進|地域活性化)?交付金(?:による|"
    r"を使った|の事業|事業)?|デジ田(?:の)?(?:事業)?|デジタル田園都市国家構想"
)
_FRAME = re.compile(
    r"(?:どこの|どの|いくつの|何)(?:市や町|市と町|市町村|市町|自治体|市|町|村|まち|団体|"
    r"とこ)(?![一-龥])|(?:に|を)?(?:言及し|取り組ん|取り組む|挙げ|掲げ|明記し|"
    r"記載し)(?:て)?(?:いる|る)?(?:もの|市町村|市町|自治体|市|町)?|"
    r"(?:市町村|市区町村|市町|自治体|市や町|市と町)(?:を|は|って|が|の)?(?:すべて|全て|"
    r"全部|いくつ|どこ|どれ)?|(?:すべて|全て|全部|もれなく)(?:、|を)?(?:挙げ|あげ|示|教え|"
    r"リスト|列挙)?|"
    r"って言ってる|話がある|代表的な|項目|リストアップ|教えて(?:ください|下さい)?|"
    r"示してください|挙げてください|いくつあり|どこ(?:です)?か"
)
_EITHER = re.compile(r"\s*(?:又は|または|あるいは|もしくは|及び|および|並びに)\s*")
_PLACE_WORDS = re.compile(r"県内|市内|町内|全国|管内")
#: What the terms of the question before weigh in a follow-up, against its own.
INHERITED, OWN = 0.45, 1.5
#: What an example or another name in brackets weighs.
ASIDE, WEAK = 0.35, 0.2
_HOW_MANY = re.compile(r"(?:市町村?|自治体|団体)の数|いくつ|何(?:市|町|村|団体|自治体)|\bhow many\b", re.IGNORECASE)
_FOLLOW = re.compile(
    r"^(?:じゃあ?|では|それでは|それなら|ちなみに|あと|また|そのうち|それ|その|この|同じ|"
    r"and |what about|how about|then |so )|(?:の方|のほう|方)(?:は|も)|^.{0,18}は[?？]?$",
    re.IGNORECASE,
)
#: 市民, 町長, 村議会 behind a name keep the sign of its kind.
_OF_ITS_PEOPLE = re.compile(r"[都道府県市区町村](?:民|長|議会|立|営|役所|庁|税)")
#: How many earlier turns are read, and what the words of a follow-up must weigh to tell of an object of their own.
TURNS, TELLING = 4, 0.5
#: How sure the kind of a fragment must be for it to ask something of its own.
SURE = 0.5
SETS = ("list", "count", "rank", "sum", "compare")
#: Words that point at what was said before, or at when or how, and name no object.
_LEANING = frozenset(
    ["それ", "これ", "その", "この", "あれ", "そこ", "奴", "やつ", "方", "ほう", "場合", "他", "ほか", "以外", "同じ"]
    + ["時点", "段階", "今度", "いま", "残り", "金", "幾ら"]
)
_OPENING = re.compile(
    r"^(?:じゃあ?|では|それでは|それなら|ちなみに|あと|また|そのうち|and|so|then|ok|what about|how about)[、,\s]*", re.I
)
_ASKS = re.compile(
    r"何|なに|なん|いくら|いくつ|いつ|どこ|どの|どれ|どう|どんな|だれ|誰|なぜ|どちら|どっち|理由|(?:ます|です|る|た|い|の|ある|れる)か?[?？]"
)
#: What a follow-up without any word that asks must hold to ask for its kind of answer by itself.
_SAID_BY: Mapping[Kind, re.Pattern[str]] = {
    "list": re.compile(r"一覧|内訳|種類|名称|名前|すべて|全て|全部|リスト|挙げ|列挙"),
    "count": re.compile(r"数|件"),
    "sum": re.compile(r"計|総"),
    "rank": re.compile(r"順|最も|もっとも|一番|最大|最小|最多"),
    "compare": re.compile(r"違い|差|比較"),
    "definition": re.compile(r"意味|定義|とは"),
    "date": re.compile(r"時期|期日|期限|期間|日程|年月|開始|完了|締め?切"),
    "who": re.compile(r"担当|所管|部署|課|主体|者|名"),
}
_SUFFIXLESS = re.compile(r"(.+?)[都道府県市区町村]$")


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """`text` is what was asked, and behind it, where a follow-up only names another object, the question before.
    `terms` weigh what is asked; `municipalities` are those it names that the index covers, `uncovered` those it
    does not. `of` says what the members of a set are. `everyone` marks a question about a set of municipalities,
    `sheets` one about the projects of a grant."""

    text: str
    kind: Kind
    of: Of = "none"
    lang: str
    english: bool
    terms: Terms
    municipalities: tuple[Municipality, ...] = ()
    uncovered: tuple[Municipality, ...] = ()
    prefectures: tuple[str, ...] = ()
    years: tuple[YearMention, ...] = ()
    documents: tuple[str, ...] = ()
    everyone: bool = False
    sheets: bool = False
    excluded: tuple[Term, ...] = ()
    quoted: tuple[str, ...] = ()
    topic: str = ""
    own_topic: str = ""
    search_text: str = ""
    background: Mapping[str, str] = field(default_factory=dict)

    @property
    def codes(self) -> frozenset[str]:
        return frozenset(m.code for m in self.municipalities)

    @property
    def western_years(self) -> frozenset[int]:
        return frozenset(m.year for m in self.years)


class Understanding:
    """Understands questions for one index: its municipalities are the ones that can be named without 市 or 町."""

    def __init__(
        self,
        reader: TermReader,
        gazetteer: Gazetteer,
        covered: Sequence[Municipality],
        marked: Callable[[str], str] = lambda text: text,
    ) -> None:
        """`marked` sets names that the plans coin in quotation marks, see `coined`."""
        self._marked = marked
        self._reader = reader
        self._gazetteer = gazetteer
        self._covered = {m.code: m for m in covered}
        self._stems: dict[str, Municipality] = {}
        for m in covered:
            match = _SUFFIXLESS.match(m.name)
            if match and len(match[1]) >= 2 and (match[1] not in self._stems or self._stems[match[1]].is_prefecture):
                self._stems[match[1]] = m
        self._kana = {squash(m.kana): m for m in covered if len(m.kana) >= 4}
        self._romaji = {m.romaji: m.name for m in sorted(covered, key=lambda m: not m.is_prefecture) if m.romaji}
        self._covered_romaji = {m.romaji.lower(): m for m in covered if m.romaji and not m.is_prefecture}

    def understand(self, request: Request) -> Question:
        question = self._read(request.question, request)
        earlier = [text for role, text in request.history if role == "user"]
        before: Question | None = None
        for text in earlier[-TURNS:]:
            before = self._after(self._read(text, request), before)
        return self._after(question, before)

    def _after(self, question: Question, before: Question | None) -> Question:
        """A question as it is meant behind the one before, which is itself already read so."""
        if before is None or not _follows(question):
            return question
        return _inherit(question, before, INHERITED)

    def _read(self, raw: str, request: Request) -> Question:
        text = self._marked(view(raw))
        english = is_english(text)
        named, uncovered, prefectures, bare = self._names(text, english)
        named = [] if _OTHERS_TOO.search(text) and asks_bodies_of(text, english) else named
        told = asked(text, english, len(named) + len(uncovered))
        bodies = asks_bodies_of(_EXCLUSION.sub(" ", text), english)
        kind = told.kind
        if kind in ("fact", "number") and not named and bodies:
            kind = "count" if _HOW_MANY.search(text) else "list"
        everyone = _is_for_everyone(text, named, kind, bodies or told.of == "municipality")
        excluded = [m.group() for m in _EXCLUSION.finditer(bare)] if not english else []
        topic = bare
        for clause in excluded:
            topic = topic.replace(clause, " ")
        if not everyone:
            topic = _INCLUSION.sub(
                lambda m: " " + re.sub(r"も?(?:含む|ふくむ|含めて).*|など呼び方.*|(?:は|を)?問わ.*", "", m.group()),
                topic,
            )
        topic = _FRAME.sub(" ", topic) if everyone or kind in ("list", "count") else topic
        topic = _GRANT.sub(" ", topic) if len(_GRANT.sub("", topic)) > 8 else topic
        years = tuple(find_years(text))
        topic = _without_years(topic)
        read = self._reader.translate(raw, self._romaji) if english else self._terms(topic, everyone)
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
            prefectures=tuple(prefectures),
            years=years,
            documents=request.documents,
            everyone=everyone,
            sheets=bool(_GRANT.search(text)),
            excluded=tuple(t for clause in excluded for t in self._reader.read(clause) if t.weight > 0.2),
            quoted=tuple(
                squash(q) for q in re.findall(r"[「『]([^」』]{2,40})[」』]", topic) if self._reader.is_telling(q)
            ),
            topic=topic,
            own_topic=topic,
            search_text=" ".join(t.text for t in terms.terms) if english else topic,
        )

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

    def _names(self, text: str, english: bool) -> tuple[list[Municipality], list[Municipality], list[str], str]:
        """Covered and uncovered municipalities, prefectures that set a scope, and the text without the names."""
        named: dict[str, Municipality] = {}
        uncovered: dict[str, Municipality] = {}
        prefectures: dict[str, None] = {}
        bare = text
        mentions = self._gazetteer.find(text)
        for i, mention in enumerate(mentions):
            known = [m for m in mention.candidates if m.code in self._covered]
            followed = text[mention.end : mention.end + 4]
            if mention.candidates[0].is_prefecture:
                prefixes_city = i + 1 < len(mentions) and mentions[i + 1].start == mention.end
                if prefixes_city:
                    continue
                prefectures[mention.candidates[0].name] = None
                if re.match(r"内|の(?:市町|自治体|市と|各市|全)|全体|下", followed):
                    continue
            if known:
                named.setdefault(known[0].code, known[0])
            elif not mention.candidates[0].is_prefecture or not self._covers(mention.candidates[0].name):
                uncovered.setdefault(mention.candidates[0].code, mention.candidates[0])
        for mention in reversed(mentions):
            end = mention.end - 1 if _OF_ITS_PEOPLE.match(bare, mention.end - 1) else mention.end
            bare = bare[: mention.start] + " " + bare[end:]
        before = set(named)
        loose = self._romanised(text, named, uncovered, prefectures)
        if not english:
            for m in (named[code] for code in named.keys() - before):
                bare = re.sub(rf"(?i)(?<![a-z]){re.escape(m.romaji)}(?![a-z])", " ", bare)
        for stem, m in self._stems.items():
            if stem not in bare:
                continue
            found = re.search(
                rf"(?<![一-龥ぁ-んァ-ヶ]){re.escape(stem)}(?![一-龥])|"
                rf"{re.escape(stem)}(?=(?:市|町|の|は|が|と|も|で|って|、))",
                bare,
            )
            if found and m.code not in named:
                named[m.code] = m
                loose |= {m.code} if bare[found.end() : found.end() + 1] != m.name[-1] else set()
                bare = bare[: found.start()] + " " + bare[found.end() :].removeprefix(m.name[-1])
        squashed = squash(bare)
        for kana, m in self._kana.items():
            if kana in squashed and m.code not in named:
                named[m.code] = m
        if len(named) == 1 and loose and asks_bodies_of(_EXCLUSION.sub(" ", text), english):
            self._as_prefecture(named, prefectures, loose)
        return list(named.values()), list(uncovered.values()), list(prefectures), _PLACE_WORDS.sub(" ", bare)

    @staticmethod
    def _as_prefecture(named: dict[str, Municipality], prefectures: dict[str, None], loose: set[str]) -> None:
        """Of a name without 市 that a prefecture bears too (佐賀の町), the prefecture is meant.

        `loose` are the codes of those that were named so.
        """
        code, m = next(iter(named.items()))
        if code in loose and m.prefecture and m.name[:-1] == m.prefecture[:-1]:
            prefectures[m.prefecture] = None
            del named[code]

    def _covers(self, prefecture: str) -> bool:
        return any(m.prefecture == prefecture for m in self._covered.values())

    def _romanised(
        self,
        text: str,
        named: dict[str, Municipality],
        uncovered: dict[str, Municipality],
        prefectures: dict[str, None],
    ) -> set[str]:
        """Names in Latin letters; gives the codes of those that stand without City, Town or the like."""
        loose: set[str] = set()
        for match in re.finditer(
            r"(?<![A-Za-z])([A-Z][a-z]+(?:[- ]?[a-z]+)?)(?:[ -](City|Town|Village|Prefecture|City's|"
            r"shi|cho|machi|ken|Ward))?(?![A-Za-z])",
            text,
        ):
            key = re.sub(r"[^a-z]", "", match[1].lower())
            suffix = (match[2] or "").lower().replace("'s", "")
            first = re.split(r"[- ]", match[1].lower())[0]
            for name in (key, re.sub(r"(?:shi|cho|machi|ken)$", "", key), first):
                found = self._gazetteer.by_romaji.get(name, ())
                wanted = {
                    "prefecture": "県都府道",
                    "ken": "県",
                    "city": "市区",
                    "shi": "市",
                    "town": "町",
                    "cho": "町",
                    "machi": "町",
                    "village": "村",
                }.get(suffix)
                found = tuple(m for m in found if (m.name[-1] in wanted if wanted else not m.is_prefecture))
                known = [m for m in found if m.code in self._covered]
                if found and found[0].is_prefecture:
                    prefectures[found[0].name] = None
                if known:
                    named.setdefault(known[0].code, known[0])
                    loose |= set() if wanted else {known[0].code}
                    break
                if found and wanted:
                    if not found[0].is_prefecture or not self._covers(found[0].name):
                        uncovered.setdefault(found[0].code, found[0])
                    break
        return loose


_ENGLISH = re.compile(
    r"\b(?:the|an?|is|are|was|were|will|would|can|should|of|in|on|at|to|by|with|from|for|does|do|did|has|have|what|which|"
    r"who|when|where|why|how|many|much|any|there|and|also|list)\b",
    re.IGNORECASE,
)


def is_english(text: str) -> bool:
    """A question whose sentence is English, whatever Japanese words it quotes."""
    own = re.sub(r"[「『\"“][^」』\"”]*[」』\"”]", " ", text)
    latin, kana = len(re.findall(r"[A-Za-z]", text)), len(re.findall(r"[ぁ-ん]", text))
    return latin >= 8 and latin > 2 * kana and (bool(_ENGLISH.search(text)) or not re.search(r"[ぁ-んァ-ヶ一-龥]", own))


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


#: A municipality named for example, among all that are asked for.
_OTHERS_TOO = re.compile(
    r"(?:ほか|他|以外)(?:の(?:市町村|市町|市|町|村|自治体|団体|ところ|所))?(?:も|を)(?:含|ふく|あわせ|合わせ|全部|すべて|全て)"
)
_ALL_OF = re.compile(r"市や町|の市(?:の中|のなか|で)|県内|市町村|市区町村|市町(?!村)|各自治体|全自治体|全市|各市")


def asks_bodies(question: Question) -> bool:
    """Whether municipalities are asked for, not their measures or figures."""
    return question.everyone and (
        question.of == "municipality" or asks_bodies_of(_EXCLUSION.sub(" ", question.text), question.english)
    )


def _is_for_everyone(text: str, named: Sequence[Municipality], kind: Kind, bodies: bool) -> bool:
    """Whether a question asks for a set of municipalities, or over all of them."""
    only_prefectures = all(m.is_prefecture for m in named)
    if kind in ("rank", "sum"):
        return only_prefectures and (bool(_ALL_OF.search(text)) or bodies or not named)
    if kind not in ("list", "count"):
        return False
    within = bool(named) and only_prefectures and _ALL_OF.search(text) is not None
    return within or (bodies and (only_prefectures or len(named) > 1))


def _follows(question: Question) -> bool:
    """Whether a question leans on the one before: it names no municipality, opens as a follow-up or says too little."""
    named = bool(question.municipalities or question.uncovered)
    return (
        not named
        or len(question.text) <= 14
        or _FOLLOW.search(question.text) is not None
        or not question.everyone
        and _own_weight(question) < TELLING
    )


def _own_weight(question: Question) -> float:
    return sum(t.weight for t in question.terms.terms if t.text not in _LEANING)


def _asks_itself(question: Question) -> bool:
    """Whether a follow-up says what it asks for (いくら, いつから, ある？), not only whom or what (Xの方は？)."""
    text = _OPENING.sub("", question.text)
    if _ASKS.search(text):
        return True
    told = asked(text, question.english, len(question.municipalities) + len(question.uncovered))
    if told.kind in _SAID_BY and not question.english:
        return _SAID_BY[told.kind].search(text) is not None
    return told.kind not in ("fact", "claim", "yesno") and told.sure >= SURE


def _inherit(question: Question, before: Question, factor: float) -> Question:
    """A follow-up takes from the question before it what it does not say itself; old terms weigh less than new ones,
    unless the new ones tell of nothing. One that only names another object asks what was asked before."""
    asks = _asks_itself(question)
    object_only = _own_weight(question) < TELLING
    own = {t.text for t in question.terms.terms}
    dropped = squash(asked_noun(before.text)) if asks and object_only else ""
    kept = 1.0 if object_only else factor
    old = [
        replace(t, weight=t.weight * kept)
        for t in before.terms.terms
        if t.text not in own and not (dropped and t.text in dropped)
    ]
    new = [replace(t, weight=t.weight * (1.0 if object_only else OWN)) for t in question.terms.terms]
    return replace(
        question,
        text=question.text if asks else f"{question.text} {before.text}",
        kind=_kind_after(question, before, asks),
        terms=Terms.build([*new, *old]),
        municipalities=question.municipalities or (() if question.uncovered else before.municipalities),
        uncovered=question.uncovered or (() if question.municipalities else before.uncovered),
        years=question.years or before.years,
        everyone=question.everyone or (before.everyone and not question.municipalities),
        excluded=question.excluded or before.excluded,
        quoted=question.quoted or (before.quoted if object_only else ()),
        own_topic=before.topic if object_only else question.topic,
        topic=f"{before.topic} {question.topic}",
        search_text=f"{question.search_text} {before.search_text}",
    )


def _kind_after(question: Question, before: Question, asks: bool) -> Kind:
    """What says what it asks keeps its kind; a bare name, or a word that asks nothing, takes that of the one before."""
    if asks and (question.kind != "fact" or before.kind in SETS):
        return question.kind
    return before.kind if before.kind != "claim" else question.kind
