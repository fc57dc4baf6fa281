"""What is said around a claim, and nothing of its matter: that it is written, heard or true (…というのは本当ですか)."""

from __future__ import annotations

import re
from dataclasses import replace

from assistant.understanding.question import Question
from assistant.understanding.terms import Terms
from ingest.normalise import squash

_PLAN = r"(?:計画|資料|文書|プラン|戦略|方針|報告書|シート)(?:書|案|等)?"
#: Asks whether what stands before it is so.
_TRUE = re.compile(
    r"(?:と(?:いう|の|書いてあ[るり]|なっている|聞いた)|って(?:いう)?)?(?:の|こと|話|説明|理解|認識)?(?:は|が|で|って)?、?"
    r"(?:本当|ほんとう?|ほんま|事実|正しい|間違い(?:は)?ない|まちがいない|(?:合|あ)って(?:い)?(?:る|ます))"
    r"(?:です|でしょう|なん|なの|の|だ|と|ね|やろ|け)*(?:か|かな|かね|ね|よね|と)?[?？。\s]*$"
)
#: Says behind a claim that it is written.
_WRITTEN = re.compile(
    r"(?:と(?:の|い?う)?(?:こと(?:が|を)?)?、?)(?:" + _PLAN + r"(?:に|で)(?:は)?)?"
    r"(?:書いてあ|書かれてい|書かれてお|記載(?:が)?(?:され|し)てい|記載があ|記され?てい|明記されてい|述べ(?:られ)?てい|示されてい|説明されてい)"
    r"(?:る|り|ます|ました|た)(?:。|$)"
)
#: Says in front of a claim where it is written.
_BY_PLAN = re.compile(rf"(?:この|その|同)?{_PLAN}(?:によると|によれば|の中で(?:は)?|に(?:は|よりますと))、")


def unframed(question: Question) -> Question:
    """The claim without what is said around it."""
    text = question.text
    for pattern, left in ((_TRUE, ""), (_WRITTEN, "。"), (_BY_PLAN, "")):
        text = pattern.sub(left, text)
    if question.english or text == question.text or len(text) < 6:
        return question
    kept = squash(text)
    cut = squash(question.text)
    terms = Terms.build(t for t in question.terms.terms if t.text in kept or t.text not in cut or not _of_frame(t.text))
    return replace(question, text=text, terms=terms)


def _of_frame(word: str) -> bool:
    return (
        re.fullmatch(
            r"本当|事実|正しい|間違い|無い|合う|確か|書く|記載|記す|明記|述べる|示す|説明|理解|認識|話|言う|聞く|計画|資料|文書",
            word,
        )
        is not None
    )
