"""What follows from a quote and what does not, kind by kind."""

from __future__ import annotations

import pytest

from assistant.bound_figures import swapped
from assistant.entailment import unproven
from assistant.one_wording import one_wording
from assistant.proof import Proof, unheaded
from assistant.units import Unit
from ingest.model import Passage, Record
from ingest.normalise import view

OWNER = "海北県汐崎市 汐崎市 shiosaki"


def problem(text: str, quote: str, around: str = "") -> str | None:
    return unproven(text, [Proof(quote, view(quote), around, OWNER)], ())


UNSOUND = {
    "a place and a means that a verb does not tell apart": (
        "汐崎市では、受付簿の転記作業への台帳システムにロボットを導入する。",
        "受付簿の台帳システムへの転記作業にロボットを導入する。",
    ),
    "what something is done by and where": (
        "汐崎市では、統計の学区ごとにより、分析での見守りを実現する。",
        "統計の分析により、学区ごとでの見守りを実現する。",
    ),
    "objects of two verbs": (
        "汐崎市では、歩行者の写真を流量をカメラを使って測る。",
        "歩行者の流量を写真をカメラを使って測る。",
    ),
    "an object of another verb": (
        "汐崎市の基礎研修は、延べ312名が受けました。",
        "令和6年度は基礎研修を6回、応用研修を2回開き、延べ312名が受けた。",
    ),
    "since and until": (
        "汐崎市では、令和11年度からの5年間で25人の就職を目指します。",
        "令和11年度までの5年間で25人の就職を目指します。",
    ),
    "who tells whom": (
        "汐崎市では、保育所から家庭への通知や保育所から家庭への通知を電子化します。",
        "家庭から保育所への通知や保育所から家庭への通知を電子化します。",
    ),
    "all of what is one or the other": (
        "汐崎市では、案内の提供、窓口の混雑の解消、及び様式の廃止等の新たな工夫の発見につながることを期待されている。",
        "案内の提供、窓口の混雑の解消、又は様式の廃止等の新たな工夫の発見につながることを期待されている。",
    ),
    "twice already": (
        "汐崎市では、すでに、既に始めた議事録の自動化について利用を促進します。",
        "既に始めた議事録の自動化について利用を促進します。",
    ),
    "a gloss beside Latin words": ("汐崎市：Internet of Things の略", "IoT機器により水田の管理を行う。"),
    "who acts, of whom something is said": ("汐崎市では、市民が、市民向けの研修を行う。", "市民向けの研修を行う。"),
    "a part of who acts": ("汐崎市では、市民が清掃を行う。", "市民団体が清掃を行う。"),
    "a subject beside Latin words": (
        "監査課が、Smart Counter Initiative、呼び名は「SCI」。",
        "Smart Counter Initiative、呼び名は「SCI」",
    ),
}  # fmt: skip


@pytest.mark.parametrize(("text", "quote"), UNSOUND.values(), ids=UNSOUND)
def test_a_quote_does_not_prove_its_words_in_other_roles(text: str, quote: str):
    assert problem(text, quote) is not None


@pytest.mark.parametrize(
    ("text", "heading"),
    [
        ("汐崎市では、地域の漁業によって「水産物加工が豊かになる」と思う人の割合。",
         "水産物加工によって「地域の漁業が豊かになる」と思う人の割合"),
        ("汐崎市では、支援サービスを使った子育てデジタル技術が充実していると思う割合。",
         "デジタル技術を使った子育て支援サービスが充実していると思う割合"),
        ("汐崎市では、港湾に関する様々な写真を実現します。",
         "港湾に関する様々な写真を集約し、一元的な管理を実現します。"),
    ],
)  # fmt: skip
def test_pieces_of_a_heading_make_no_sentence(text: str, heading: str):
    assert problem(text, heading, around=heading) is not None


@pytest.mark.parametrize(
    ("text", "quote"),
    [
        ("汐崎市では、会議室の予約が実施されます。", "会議室の予約を実施します。"),
        ("汐崎市では、待合室の映像の配信が行われます。", "待合室の映像の配信を行います。"),
        ("汐崎市では、台帳の照合が必要です。", "台帳の照合が必要である。"),
        ("汐崎市では、来庁者数はほぼ横ばいです。", "来庁者数はほぼ横ばいである。"),
        ("汐崎市では、提案の前に調査を行うこととしている。", "提案の前に調査を行うこととしている。"),
        ("汐崎市では、窓口の周知を重ねるなど、利用率増加を目指す。", "窓口の周知を重ねるなど、利用率増加を図る。"),
        ("汐崎市では、台帳の精度を高める方法の検討や周知を行い、利用率の増加を図る。",
         "台帳の精度を向上させる方法の検討や周知を行い、利用率の増加を図る。"),
        ("汐崎市では、職員が作る台帳が改定されたときは、速やかに様式を見直し、研修に取り組みます。",
         "職員が作成する台帳が改定されたときは、速やかに様式を見直し、研修に取り組みます。"),
        ("窓口を今後も続けることは、汐崎市にとって重要な課題です。",
         "窓口を今後も続けることは、本市にとって重要な課題です。"),
        ("汐崎市では、人口減少は、本市も取り組むべき課題です。", "人口減少は、本市も取り組むべき課題です。"),
        ("汐崎市は、台帳システムに電子決裁を導入し、照合の手間を減らす。",
         "台帳システムに電子決裁を導入することにより、照合の手間を減らす。"),
        ("汐崎市では、休暇や出張などの届出が、台帳システムの更新によりデジタル化されます。",
         "台帳システムの更新により、休暇や出張といった届出をデジタル化します。"),
        ("汐崎市では、電子書籍の実証を実施します。", "電子書籍の実証を実施するとともに、導入を検討する。"),
        ("Shiosaki aims to shorten the period.", "期間短縮を図る。"),
        ("Shiosaki will renew the exhibition room using a ledger.", "台帳を活用した展示室のリニューアルを行う。"),
        ("Shiosaki aims to make its paperless work more efficient.", "ペーパーレスの業務の効率化を図る。"),
        ("汐崎市では、電子書籍の実証を実施します。",
         "図書館が開いている間に利用者が好きな端末で読むことを助ける、電子書籍の実証を実施するとともに、導入を検討する。"),
    ],
)  # fmt: skip
def test_a_quote_proves_what_is_said_in_another_way(text: str, quote: str):
    assert problem(text, quote) is None


@pytest.mark.parametrize(
    ("text", "quote"),
    [
        ("汐崎市では、会議室の予約が実施されました。", "会議室の予約を実施します。"),
        ("汐崎市では、台帳の公開を行った。", "台帳の公開を行う。"),
        ("汐崎市は、台帳システムに電子決裁を導入する。",
         "台帳システムに電子決裁を導入することにより、手間の削減が期待される。"),
        ("汐崎市では、電子書籍の導入を実施します。", "電子書籍の実証を実施するとともに、導入を検討する。"),
        ("汐崎市では、台帳の精度が高まった。", "台帳の精度を向上させる。"),
        ("Shiosaki will introduce a ledger.", "台帳を導入した。"),
        ("Shiosaki will introduce a ledger.", "台帳を導入しています。"),
        ("Shiosaki will use a ledger.", "台帳を使っている。"),
        ("汐崎市では、電子書籍の導入を行います。", "電子書籍の実証を実施するとともに、導入を検討する。"),
    ],
)  # fmt: skip
def test_another_way_keeps_how_things_stand(text: str, quote: str):
    assert problem(text, quote) is not None


def test_a_year_in_the_label_of_a_row_is_not_that_of_its_figures():
    rows = ((5, "60.0%", 60.0), (6, "39.1%", 39.1), (7, "90.0%", 90.0))
    quote = "登録率\nR7以降は新規登録者数\n60.0% 39.1% 90.0%"
    passage = Passage(id="d1", document="d", page=1, start=0, end=len(quote), text=quote)
    place = {"document": "d", "page": 1, "start": 0, "end": len(quote), "kind": "indicator"}
    found = [
        Record(**place, attribute=f"R{n}", value=value, number=number, fiscal_year=2018 + n)  # type: ignore[arg-type]
        for n, value, number in rows
    ]
    unit = Unit(passage, 0, len(quote), view(quote), "quote", tuple(found))
    assert swapped("汐崎市の登録率は、令和7年度に39.1%です。", [quote], [unit], strict=True)
    assert not swapped("汐崎市の登録率は、令和6年度に39.1%です。", [quote], [unit], strict=True)


@pytest.mark.parametrize(
    ("text", "worded"),
    [
        ("精度を向上させ、台帳を作成した。", "精度を高めるし、台帳を作るした。"),
        ("学んだ後に配布する", "学ぶした後に配るする"),
        ("精度が高まる", "精度が高まる"),
        ("調査は5月に行った", "調査は5月に行った"),
        ("試行し、中止し、向上を目指す", "試行し、中止し、向上を目指す"),
    ],
)
def test_verbs_of_one_meaning_are_worded_alike_and_no_others(text: str, worded: str):
    assert one_wording(text) == worded


def test_a_line_that_goes_on_behind_a_heading_is_no_heading():
    quote = "台帳システムの更新に\nより、届出をデジタル化します。"
    assert unheaded(quote, ["台帳システムの更新"]) == quote
    assert (
        unheaded("台帳システムの更新\n届出をデジタル化します。", ["台帳システムの更新"]) == "届出をデジタル化します。"
    )
    assert unheaded("また、台\n帳をデジタル化することを目指して取り組みます。", []).startswith("また、")


@pytest.mark.parametrize(
    ("text", "quotes", "follows"),
    [
        (
            "汐崎市では、浮桟橋を直します。これにより、船の出入りを早くします。",
            ["浮桟橋を直すことにより、船の出入りを早くします。"],
            True,
        ),
        (
            "汐崎市では、浮桟橋を直します。これにより、船の出入りを早くします。",
            ["浮桟橋を直します。", "船の出入りを早くします。"],
            False,
        ),
        (
            "汐崎市では、浮桟橋を直すことにより、朝市の客を増やします。",
            ["浮桟橋を直すことにより、船の出入りを早くします。", "朝市の客を増やします。"],
            False,
        ),
        (
            "汐崎市では、令和5年度に、朝市の駐車場の見直しを実施。",
            ["令和5年度に桟橋を直した。", "朝市の駐車場の見直しを実施"],
            False,
        ),
    ],
)
def test_what_joins_two_quotes_is_not_made_up(text: str, quotes: list[str], follows: bool):
    proofs = [Proof(quote, view(quote), "", OWNER) for quote in quotes]
    assert (unproven(text, proofs, ()) is None) is follows


def test_numbered_points_of_one_line_are_sentences():
    quote = "【方向】 ①朝市の通りを広げる ②船の検査料を補助する。"
    assert problem("汐崎市は、船の検査料を補助します。", quote) is None
    assert problem("汐崎市は、朝市の検査料を補助します。", quote) is not None
