"""What plans say of things they bring in, begin or list, as a model tells it, and beside each what is not so."""

from __future__ import annotations

import pytest

from assistant.entailment import unproven
from assistant.proof import Proof

OWNER = "海北県汐崎市 汐崎市 shiosaki"

#: Kind: quote, what follows from it, what does not.
KINDS = {
    "what a thing makes possible": (
        "潮位の記録を閲覧できる掲示板を導入し、漁港の安全を守る。",
        "掲示板の導入により、潮位の記録を閲覧できるようになります。",
        "掲示板の導入により、潮位の記録を閲覧できるようになりました。",
    ),
    "what a thing makes possible, by oneself": (
        "利用者自身で扉の開閉が可能となる電子錠を導入する。",
        "電子錠の導入により、利用者自身が扉の開閉を行えるようになります。",
        "電子錠の導入により、職員自身が扉の開閉を行えるようになります。",
    ),
    "only a trial of what a thing makes possible": (
        "一部の漁港で潮位の記録を閲覧できる掲示板を導入する。",
        "汐崎市は、一部の漁港で潮位の記録を閲覧できる掲示板を導入します。",
        "掲示板の導入により、潮位の記録を閲覧できるようになります。",
    ),
    "what is only considered makes nothing possible": (
        "潮位の記録を閲覧できる掲示板の導入を検討する。",
        "汐崎市は、潮位の記録を閲覧できる掲示板の導入を検討します。",
        "汐崎市では、潮位の記録を閲覧できるようになります。",
    ),
    "what goes on since it was begun": (
        "2004年に「潮見窓口」の運用を開始した。",
        "汐崎市では、2004年から「潮見窓口」を運用しています。",
        "汐崎市では、2005年から「潮見窓口」を運用しています。",
    ),
    "what was to begin does not go on": (
        "2028年に潮見窓口の運用を開始する。",
        "汐崎市は、2028年に潮見窓口の運用を開始します。",
        "汐崎市では、2028年から潮見窓口を運用しています。",
    ),
    "two things of which the same is said": (
        "潮位の記録を公開するとともに、漁港の地図を公開する。",
        "汐崎市は、潮位の記録と、漁港の地図を公開します。",
        "汐崎市は、潮位の予測と、漁港の地図を公開します。",
    ),
    "two things of which not the same is said": (
        "潮位の記録を公開するとともに、漁港の地図を更新する。",
        "汐崎市は、潮位の記録を公開します。",
        "汐崎市は、潮位の記録と、漁港の地図を公開します。",
    ),
    "lists however joined": (
        "漁業や林業、海運の活性化を図る。",
        "汐崎市は、漁業、林業、海運の活性化を図ります。",
        "汐崎市は、漁業、林業、農業の活性化を図ります。",
    ),
    "each figure with its object": (
        "潮位観測を6回、水質検査を2回行い、延べ31人が加わった。",
        "汐崎市では、水質検査を2回、潮位観測を6回行い、延べ31人が加わりました。",
        "汐崎市では、潮位観測を2回、水質検査を6回行い、延べ31人が加わりました。",
    ),
    "objects exchanged": (
        "潮位観測を6回、水質検査を2回行い、延べ31人が加わった。",
        "汐崎市では、潮位観測を6回、水質検査を2回行いました。",
        "汐崎市では、水質検査を6回、潮位観測を2回行いました。",
    ),
    "a span in brackets": (
        "「第5次潮路計画」(2024年度〜2033年度)の部門計画です。",
        "「第5次潮路計画」(2024年度〜2033年度)の部門計画です。",
        "「第5次潮路計画」(2033年度〜2024年度)の部門計画です。",
    ),
    "a line between all lines": (
        "市の研究所で水温の管理システムを導入し、漁協に渡す稚魚の安定供\n\n給力を向上させた。",
        "汐崎市は、市の研究所で水温の管理システムを導入し、漁協に渡す稚魚の安定供給力を高めました。",
        "汐崎市は、市の研究所に水温の管理システムを導入する予定です。",
    ),
    "a verb that makes another move": (
        "10月から予約制の渡船「しお号」を走らせます。",
        "汐崎市は、10月から予約制の渡船「しお号」を運行します。",
        "汐崎市は、10月から予約制の渡船「しお号」を廃止します。",
    ),
    "what is new": (
        "今期は新たな施設の整備を行わない。",
        "汐崎市は、今期は新しい施設を整備しません。",
        "汐崎市は、今期は新しい施設を整備します。",
    ),
    "web pages": (
        "潮位の記録をウェブサイト上で公開する。",
        "汐崎市は、潮位の記録をホームページで公開します。",
        "汐崎市は、潮位の記録を掲示板で公開します。",
    ),
    "a Latin name in brackets, told in passing": (
        "令和5年度から市税等の納付に活用している統一符号(sio-QR)について、対象を拡大する。",
        "汐崎市では、令和5年度からsio-QRを市税などの納付に使っています。",
        "汐崎市では、令和6年度からsio-QRを市税などの納付に使っています。",
    ),
    "who is what of a body, told in passing": (
        "副市長を座長とする庁内組織である「潮路会議」が中心となって事業を進めます。",
        "潮路会議の座長は副市長です。",
        "潮路会議の座長は市長です。",
    ),
    "a year of the sentence before": (
        "令和8年度は水産課に広げます。窓口は8時30分から17時まで開いています。",
        "汐崎市の窓口は8時30分から17時まで開いています。",
        "汐崎市の令和8年度は、窓口は8時30分から17時まで開いています。",
    ),
}


@pytest.mark.parametrize(("quote", "sound", "false"), KINDS.values(), ids=KINDS)
def test_it_stands_as_told_and_not_otherwise(quote: str, sound: str, false: str) -> None:
    proofs = [Proof(quote, quote, "", OWNER)]
    assert unproven(sound, proofs, ()) is None
    assert unproven(false, proofs, ()) is not None


#: Quote, what names it, an English statement that follows, one that does not.
ENGLISH = {
    "a deputy": (
        "副市長を本部長とする本部を置く。",
        "",
        "The headquarters is headed by the deputy mayor.",
        "The headquarters is headed by the mayor.",
    ),
    "thousands of yen": (
        "人口 74,526人 事業費 26,138千円",
        "",
        "Shiosaki has a population of 74,526.",
        "Shiosaki has a population of 26,138.",
    ),
    "whom only a heading names": (
        "配布している端末で使える相談アプリを導入する。",
        "保護者の支援",
        "Shiosaki will introduce a consultation app.",
        "Shiosaki will introduce a consultation app for parents.",
    ),
    "what comes beside what was": (
        "令和6年度に回線を増やした。令和8年度に端末を更新する。",
        "",
        "Shiosaki will update the terminals in 2026年度.",
        "Shiosaki will add lines in 2024年度.",
    ),
}


@pytest.mark.parametrize(("quote", "around", "sound", "false"), ENGLISH.values(), ids=ENGLISH)
def test_it_stands_as_told_in_english_and_not_otherwise(quote: str, around: str, sound: str, false: str) -> None:
    proofs = [Proof(quote, quote, around, OWNER)]
    assert unproven(sound, proofs, ()) is None
    assert unproven(false, proofs, ()) is not None


def test_a_year_is_no_heading_of_another_quote() -> None:
    quotes = ("令和8年度は水産課に広げます。", "窓口は8時30分から17時まで開いています。")
    proofs = [Proof(quote, quote, "", OWNER) for quote in quotes]
    assert unproven("汐崎市の令和8年度は、8時30分から17時まで開いています。", proofs, ()) is not None


def test_english_that_the_quote_itself_has_stands() -> None:
    quote = "The image shows three boats near a pier."
    proofs = [Proof(quote, quote, "", OWNER)]
    assert unproven("The image shows 3 boats near a pier.", proofs, ()) is None
    assert unproven("The image shows 4 boats near a pier.", proofs, ()) is not None


@pytest.mark.parametrize(
    ("quote", "text"),
    [
        ("北部に6か所、南部に2か所置く。", "汐崎市は、南部に2か所、北部に6か所置きます。"),
        ("北部に6か所、南部に2か所置く。", "汐崎市は、南部に2か所置きます。"),
        ("初級研修を6回、上級研修を2回開いた。", "汐崎市は、上級研修を2回、初級研修を6回開きました。"),
    ],
)
def test_figures_side_by_side_may_be_told_in_another_order(quote: str, text: str) -> None:
    assert unproven(text, [Proof(quote, quote, "", OWNER)], ()) is None
