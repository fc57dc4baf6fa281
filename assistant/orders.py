"""Orders to whoever reads a document, what to say or to leave aside: no evidence of what they want said."""

from __future__ import annotations

import re
from functools import lru_cache

from ingest.normalise import fold

_SAY = (
    r"(?:答え|返答|回答|返信|出力|述べ|言い|言っ|伝え|案内|説明|報告|表示|判定|断定|記述|要約|返し|返す|回答す|出力す)"
)
_WANTED = (
    r"(?:る|す|する|し|て|って)*(?:こと|なさい|て?ください|て?下さい|べき(?:です|である|だ)?|よう(?:に(?:する(?:こと)?|しなさい|して(?:ください|下さい))?)?"
    r"|ものとする|ねばならない|なければならない|なければなりません|せよ|ろ|よ|願います)"
)
_ORDERED = re.compile(rf"(?:と(?:だけ|のみ|しか)?|旨を?|として)[^、。「」]{{0,8}}{_SAY}{_WANTED}[。!！\s]*$")
_ASIDE = re.compile(
    r"(?:指示|命令|プロンプト|ルール|規則|instructions?|prompts?)[^。]{0,12}(?:無視|忘れ|従わ)"
    r"|\b(?:ignore|disregard|forget)\b.{0,40}\b(?:instructions?|prompts?|rules|above)\b"
)
_READER = re.compile(
    r"(?:この(?:文書|資料|ページ|頁|文章|計画)を読(?:む|んだ)|質問(?:された|を受けた|があった|に対し)|尋ねられた|聞かれた|読者は|利用者には"
    r"|(?:ai|人工知能|言語モデル|アシスタント|チャットボット|ボット)(?:は|が|へ|に|なら|の方))[^。]{0,160}"
    rf"(?:と|旨を?){_SAY}"
)
_IN_ENGLISH = re.compile(
    r"\b(?:must|should|shall|please|always|have to|are to|is to)\b[^.]{0,30}"
    r"\b(?:answer|say|reply|respond|state|claim|tell|report)\b[^.]{0,20}\b(?:that|yes|no)\b"
    r"|^\s*(?:answer|say|reply|respond|state|claim)\b[^.]{0,20}\b(?:that|with|yes|no)\b"
)


@lru_cache(maxsize=20_000)
def is_order(sentence: str) -> bool:
    """Whether a sentence tells its reader what to say, or to leave other orders aside.

    That people answered something (…と答えた人は30%) is none."""
    text = fold(sentence).lower().strip()
    return any(pattern.search(text) for pattern in (_ORDERED, _ASIDE, _READER, _IN_ENGLISH))
