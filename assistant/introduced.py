"""What a quote says of something that its sentence before brings in (乗合バスを走らせます。運賃は200円です): the same
with that thing's name, where nothing else can be meant."""

from __future__ import annotations

import re
from collections.abc import Iterator

_BRINGS = (
    r"(?:始め|開始|走らせ|運行|設け|設置|開設|開[くきい]|開催|導入|整備|交付|発行|配[るりっ]|配布|貸し?出|貸与|実施|行[うい]|募集"
    r"|支給|助成|新設|創設|立ち上げ|提供|公開|稼働|運用|作成|派遣|置[くきい])"
)
#: The one thing that a sentence brings in: its only object.
_INTRODUCED = re.compile(
    rf"(?:^|[、にでは]|から|まで)(?P<what>[^、。をがはにで・]{{2,40}})を[^、。を]{{0,14}}?{_BRINGS}[^、。]*$"
)
#: A thing that a paragraph is on, before a colon.
_LABELLED = re.compile(r"^[\s■□◆◇●○・•◎]*(?P<what>[^\s、。:：()（）]{3,24})[:：](?=[^:：]{12,}$)")
_GIVEN_UP = re.compile("を(?:廃止|終了|中止|取りやめ|やめ|終え)")
_SEVERAL = re.compile(r"[とや](?=[一-龥ァ-ヴー「『A-Za-z])|及び|並びに|又は|または|および|ならびに")
#: What something of that kind has, and the times that it may be told for.
_HAS = (
    r"(?:運賃|料金|(?:使用|利用|手数|受講|入場|貸出)料|(?:会|参加|通信|事業|費用|経|負担)費|費用|(?:利用者|自己)?負担額?|予算|補助率|(?:補助|助成|支給|上限)額|対象(?:者|地域|区域)?"
    r"|定員|募集人数|期間|期限|(?:利用|開館|開所|受付|運行|予約|営業)?時間|(?:運行|休館|開催|開館)日|日程|予約|受付|申し?込み?|申請|登録|窓口|会場"
    r"|場所|設置場所|利用(?:者数?|登録)?|運行(?:本数)?|便数|運営|管理|担当課?|委託先|開始(?:時期)?|導入(?:時期)?|回数|内容|講師|参加者)"
)
_OF_IT = re.compile(
    rf"^(?:また、|なお、|ただし、)?(?:(?:初年度|初回|当初|開始時|[^、。はがをの]{{0,6}}年度)の)?{_HAS}は"
)


def told_of_introduced(quote: str) -> Iterator[str]:
    """Each sentence that tells what the thing brought in before it has, with the thing's name in front. `quote` has no
    lines."""
    what = ""
    for sentence in quote.split("。"):
        if what and _OF_IT.match(sentence):
            yield f"{what}の{re.sub('^(?:また|なお)、', '', sentence)}"
            continue
        if labelled := _LABELLED.match(sentence):
            what = labelled["what"]
            continue
        found = _INTRODUCED.search(sentence)
        alone = found and _GIVEN_UP.sub("", sentence).count("を") == 1 and not _SEVERAL.search(found["what"])
        what = found["what"] if found and alone else ""
