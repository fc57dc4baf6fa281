"""Sentences that are said of an action (届出の受付は4月に行います, 受付の時期は4月です) as ones that say that it is
done."""

from __future__ import annotations

import re
from collections.abc import Iterator

#: An action, with what is said of it first.
_ACTION = r"(?P<action>[^、。はがを]*[一-龥ァ-ヴーa-zA-Z])"
_DONE = re.compile(rf"^{_ACTION}は、?(?P<how>[^。はをが]+?)(?P<verb>(?:行[うわい]|実施)[^、。]*)$")
_WHO = re.compile(
    r"^(?P<deed>[^、。]*[をにで][^、。をはが]*[るうくすつむぶぐ])のは、?(?P<who>[^、。はがをに]+?)(?:です|である)$"
)
_DATED = re.compile(
    r"^(?P<action>[^、。はがを]*?[一-龥ァ-ヴーa-zA-Z])(?:の?(?:時期|時間帯?|日時|期日|実施日))?は、?"
    r"(?P<when>(?:\d|年度?|月|日|末|時|分|半|頃|午前|午後|令和|平成|[rRhH](?=\d)|から|まで|中|上旬|下旬)+)"
    r"(?:(?P<planned>の?予定)?(?:です|である)|と(?:します|する))$"
)
#: A deed and its reason, one after the other.
_REASON = re.compile(
    r"^(?P<deed>[^。]+?(?:[るうくすつむぶぐ]|た|ない)(?:理由は|のは)、?)(?P<why>[^。]+?)"
    r"(?:(?P<cause>による(?:もの)?)|(?:ため|から|こと)(?:による(?:もの)?)?)(?:です|である|でした|であった)$"
)
#: What was answered, of a survey.
_ANSWERED = re.compile(r"(?<=」)と(?:答え|回答し)た(?:人|方|割合|市民|住民|町民|村民|人の割合|方の割合)(?=[はが])")


def same_said(sentence: str) -> Iterator[str]:
    """What a sentence says of an action or of its reason, as sentences from which it follows."""
    if _ANSWERED.search(sentence):
        yield _ANSWERED.sub("", sentence)
    if m := _REASON.match(sentence):
        deed = re.sub("(?:理由は|のは)、?$", "", m["deed"])
        yield f"{m['why']}{'により' if m['cause'] else 'ため'}、{deed}"
    if m := _DONE.match(sentence):
        particle = "が" if re.search("れ(?:る|ます|た|ました|て)", m["verb"]) else "を"
        yield f"{m['how']}{m['action']}{particle}{m['verb']}"
    elif m := _WHO.match(sentence):
        yield f"{m['who']}が{m['deed']}"
    elif (m := _DATED.match(sentence)) and m["action"]:
        at = "" if re.search("から|まで", m["when"]) else "に"
        yield f"{m['when']}{at}{m['action']}を行う{'予定' if m['planned'] else ''}"
