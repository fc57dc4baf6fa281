"""Sentences of a plan as a colleague writes them, kind by kind, each beside one that says something else."""

from __future__ import annotations

import pytest

from assistant.entailment import unproven
from assistant.proof import Proof
from ingest.normalise import view

OWNER = "海北県汐崎市 汐崎市 shiosaki"

#: Kind: quote, what follows from it, what does not.
KINDS = {
    "a noun for a clause": (
        "台帳システムを導入し、照合の手間を削減する。",
        "汐崎市は、台帳システムの導入により、照合の手間を減らします。",
        "汐崎市は、照合の手間の削減により、台帳システムを導入します。",
    ),
    "a clause for a noun": (
        "台帳システムの導入により、照合の手間を削減する。",
        "汐崎市は、台帳システムを導入し、照合の手間を減らします。",
        "汐崎市は、台帳システムを導入し、照合の手間を減らしました。",
    ),
    "a compound for a clause": (
        "来庁者の記録を分析し、混雑の予測を実現します。",
        "汐崎市は、来庁者の記録分析により、混雑を予測できるようにします。",
        "汐崎市は、混雑の分析により、来庁者の記録を予測できるようにします。",
    ),
    "parts of a compound": (
        "業務の期間短縮を図る。",
        "汐崎市は、業務の期間を短縮することを目指します。",
        "汐崎市は、業務を短縮することを目指します。",
    ),
    "an object within a compound": (
        "職員の負担軽減を図る。",
        "汐崎市は、職員の負担を減らすことを目指します。",
        "汐崎市は、職員を減らすことを目指します。",
    ),
    "one of several aims": (
        "届出の迅速化と職員の負担軽減を図る。",
        "汐崎市は、届出の迅速化を図ります。",
        "汐崎市は、職員の迅速化を図ります。",
    ),
    "what is used, before a noun": (
        "電子地図を活用した避難訓練の改善を行う。",
        "汐崎市は、電子地図を使って避難訓練を改善します。",
        "汐崎市は、避難訓練を使って電子地図を改善します。",
    ),
    "what is used, as a means": (
        "無人機を用いて海岸の様子を調べる。",
        "汐崎市は、無人機により海岸の様子を調べます。",
        "汐崎市は、海岸により無人機の様子を調べます。",
    ),
    "what is well used": (
        "無線機を効果的に活用した訓練の改善を行う。",
        "汐崎市は、無線機を使って訓練を改善します。",
        "汐崎市は、無線機を定期的に活用した訓練の改善を行います。",
    ),
    "what is used and where": (
        "巡回の見守りにおいて、無線機を活用して安否の確認を行う。",
        "汐崎市では、巡回の見守りにおいて、無線機で安否を確認します。",
        "汐崎市では、無線機において、巡回の見守りを活用して安否を確認します。",
    ),
    "what is used and how": (
        "無線機を活用することにより即時で被害を把握する。",
        "汐崎市は、無線機を使い、即時で被害を把握します。",
        "汐崎市は、即時を使い、無線機で被害を把握します。",
    ),
    "that something is used": (
        "無線機を使い、山間の被害を確かめる。",
        "汐崎市は、無線機を活用します。",
        "汐崎市は、山間を活用します。",
    ),
    "what an end is brought about by": (
        "漁師が水温を電話で確認できるよう、浮標を設置する。",
        "汐崎市は、浮標の設置により、漁師が水温を電話で確認できるようにします。",
        "汐崎市では、浮標の設置により、漁師が水温を電話で確認できるようになりました。",
    ),
    "a compound for what is told of a noun": (
        "河川の水位を監視する設備を増設する。",
        "汐崎市は、水位監視設備を増やします。",
        "汐崎市は、水質監視設備を増やします。",
    ),
    "an end in a noun": (
        "漁業者の所得向上を目的に、冷蔵庫を設置する。",
        "汐崎市は、漁業者の所得を高めるため、冷蔵庫を設けます。",
        "汐崎市は、冷蔵庫の向上を目的に、漁業者の所得を設けます。",
    ),
    "one that the list does not end in": (
        "転出者に手続や窓口を知らせる。",
        "汐崎市は、転出者に手続を知らせます。",
        "汐崎市は、転出者に期限を知らせます。",
    ),
    "an end said shorter": (
        "住民の健康意識の向上を図るため、体操教室を開く。",
        "汐崎市は、住民の健康意識を高めるため、体操教室を開きます。",
        "汐崎市は、住民の健康意識が高まったため、体操教室を開きます。",
    ),
    "an end as what is to be possible": (
        "多様な働き方に対応するため、勤務の規則を見直す。",
        "汐崎市は、多様な働き方に対応できるよう、勤務の規則を見直します。",
        "汐崎市は、勤務の規則に対応できるよう、多様な働き方を見直します。",
    ),
    "what can be read": (
        "広報誌を点字で読むことが可能な環境を整える。",
        "汐崎市は、広報誌を点字で読める環境を整えます。",
        "汐崎市は、広報誌を点字で読む環境を整えます。",
    ),
    "what is made possible": (
        "出生届を夜間も受け付けられるようにする。",
        "汐崎市は、出生届を夜間も受け付けることを可能にします。",
        "汐崎市は、出生届を夜間も受け付けることが可能です。",
    ),
    "what becomes possible": (
        "会議室の予約を可能とするとともに、鍵を廃止する。",
        "汐崎市では、会議室の予約ができるようになります。",
        "汐崎市では、会議室の予約ができるようになりました。",
    ),
    "what is realised": (
        "利用者が道路の破損を市へ通報することを実現します。",
        "汐崎市では、利用者が道路の破損を市に通報できるようにします。",
        "汐崎市では、市が道路の破損を利用者に通報できるようにします。",
    ),
    "an aim of an action": (
        "台帳の精度の向上を図る。",
        "汐崎市は、台帳の精度を高めることを目指します。",
        "汐崎市は、台帳の精度を高めることを目指しました。",
    ),
    "whom it is for": (
        "転入者向けに防災の講座を開く。",
        "汐崎市は、転入者に対して防災の講座を開きます。",
        "汐崎市は、転入者から防災の講座を開きます。",
    ),
    "whom it is aimed at": (
        "転入者を対象に防災の講座を開く。",
        "汐崎市は、転入者に対し、防災の講座を開きます。",
        "汐崎市は、すべての住民に対し、防災の講座を開きます。",
    ),
    "voice": (
        "文書管理の刷新により、決裁や回覧といった手続を電子化します。",
        "汐崎市では、決裁や回覧などの手続が、文書管理の刷新により電子化されます。",
        "汐崎市では、文書管理が、決裁や回覧などの手続により電子化されます。",
    ),
    "a subject before an adjective": (
        "より幅広い会場で住民が講座を受けられるよう、機材を貸し出す。",
        "汐崎市は、住民がより幅広い会場で講座を受けられるよう、機材を貸し出します。",
        "汐崎市は、職員がより幅広い会場で講座を受けられるよう、機材を貸し出します。",
    ),
    "a causative": (
        "専門家による健康教育の充実を図る。",
        "汐崎市は、専門家による健康教育を充実させることを目指します。",
        "汐崎市は、専門家に健康教育を充実させることを禁じます。",
    ),
    "something done under way": (
        "施設の予約を電話で行えるよう検討を進める。",
        "汐崎市は、施設の予約を電話で行えるよう検討しています。",
        "汐崎市は、施設の予約を電話で行えるようにします。",
    ),
    "who is told": (
        "転入者に助成の内容や必要な手続などを葉書でのお知らせを実施する。",
        "汐崎市は、転入者に助成の内容を葉書で知らせます。",
        "汐崎市は、転入者から助成の内容を葉書で知らされます。",
    ),
    "how it is done": (
        "被害の情報の一元管理を図る。",
        "汐崎市は、被害の情報を一元的に管理することを目指します。",
        "汐崎市は、被害の情報を一時的に管理することを目指します。",
    ),
    "the sentence of a row": (
        "8\t案内の多言語化\t案内所の応対を支える端末を試し、英語と中国語で案内できるようにする。\t○\t商工課",
        "汐崎市は、案内所の応対を支える端末を試行し、英語と中国語で案内できるようにします。",
        "汐崎市は、案内所の応対を支える端末を試行し、英語と韓国語で案内できるようにします。",
    ),
    "an end that is an aim too": (
        "図書館の利便性を高めるために、自動貸出機を導入する。",
        "汐崎市は、図書館の利便性の向上に向けて、自動貸出機を導入します。",
        "汐崎市は、自動貸出機の導入に向けて、図書館の利便性を高めます。",
    ),
    "a plan in English": (
        "無人の受付機を導入し、窓口の混雑を減らす。",
        "Shiosaki will introduce unmanned reception machines to reduce congestion at its counters.",
        "Shiosaki introduced unmanned reception machines to reduce congestion at its counters.",
    ),
    "all in English": (
        "全委員に端末等を配布する。",
        "Shiosaki will distribute devices to all committee members.",
        "Shiosaki will distribute devices to some committee members.",
    ),
    "what was done in English": (
        "避難所の名簿を整備した。",
        "Shiosaki has prepared a list of its shelters.",
        "Shiosaki will prepare a list of its shelters.",
    ),
    "why in English": (
        "住民が講座を受けられるよう、機材を貸し出す。",
        "Shiosaki lends equipment so that residents can take courses.",
        "Shiosaki lends equipment so that tourists can take courses.",
    ),
}


def problem(text: str, quote: str) -> str | None:
    return unproven(text, [Proof(quote, view(quote), "", OWNER)], ())


@pytest.mark.parametrize("kind", KINDS)
def test_a_colleagues_words_for_it_follow(kind: str):
    quote, sound, _ = KINDS[kind]
    assert problem(sound, quote) is None


@pytest.mark.parametrize("kind", KINDS)
def test_what_only_looks_like_it_does_not(kind: str):
    quote, _, unsound = KINDS[kind]
    assert problem(unsound, quote) is not None


@pytest.mark.parametrize(
    ("text", "quote"),
    [
        ("汐崎市は、県を支援することで、避難所を整備します。", "県の支援により、避難所を整備する。"),
        ("汐崎市は、支援により、県の避難所を整備します。", "県の支援により、避難所を整備する。"),
        ("汐崎市では、台帳が電子化されている。", "台帳の電子化を図っている。"),
        ("汐崎市は、申請の受付を図ります。", "申請の受付及び審査の短縮を図る。"),
        ("汐崎市は、職員研修を図ります。", "職員研修や相談の充実を図る。"),
        ("汐崎市は、施設を利用して住民に調査票を送ります。", "施設を利用した住民に調査票を送る。"),
        ("汐崎市は、講座を開催します。", "講座の開催を目指す。"),
        ("汐崎市は、無線機を使います。", "無線機を使って被害を確認することが期待される。"),
        ("汐崎市は、鍵を配ることで、紛失を防ぐことを目指します。", "紛失を防ぐため、鍵を配らない。"),
        ("汐崎市は、台帳の整備により、様式を公開します。", "台帳を整備し、様式を公開する。"),
        ("汐崎市では、会議室を利用できます。", "会議室を利用できるようにする。"),
        ("汐崎市では、全ての電話においては、いつでも会館で予約が可能です。",
         "全ての会館においては、いつでも電話で予約が可能。"),
        ("汐崎市は、台帳の公開が可能です。", "台帳の公開は可能でない。"),
    ],
)  # fmt: skip
def test_forms_that_are_alike_say_no_more(text: str, quote: str):
    assert problem(text, quote) is not None
