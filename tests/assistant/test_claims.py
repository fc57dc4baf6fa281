"""Claims against what the sample plans state."""

from __future__ import annotations

from itertools import pairwise

import pytest

from tests.conftest import Opened


@pytest.mark.parametrize(
    ("claim", "verdict"),
    [
        ("汐崎市の人口は73,418人である。", "supported"),
        ("汐崎市の人口は約7万人である。", "supported"),
        ("汐崎市の人口は10万人である。", "contradicted"),
        ("汐崎市の高齢者人口は10万人である。", "not_found"),
    ],
)
def test_a_claim_about_the_population_is_held_against_the_header(samples: Opened, claim: str, verdict: str) -> None:
    told = samples.check(claim)
    assert told.verdict == verdict
    assert verdict == "not_found" or any("73,418" in c.quote for c in told.citations)


@pytest.mark.parametrize(
    ("claim", "verdict", "quote"),
    [
        # A state that the plan gives another: refused, ended, not yet, only studied, late.
        ("霧ヶ浜町は一人暮らしの高齢者をICTで見守る事業を今期に行う。", "contradicted", "今期は行いません"),
        ("藍沢市の市民ポイントは今も続いている。", "contradicted", "終了"),
        ("霧ヶ浜町では病児保育がすでに行われている。", "contradicted", "始める予定"),
        ("霧ヶ浜町のすべての指定避難所に発電機が備わっている。", "contradicted", "発電機"),
        ("汐崎市は東汐崎町と施設予約システムの共同利用を既に始めている。", "contradicted", "目指す"),
        ("汐崎市の書かない窓口は導入時期がもう決まっている。", "contradicted", "未定"),
        ("藍沢市の母子手帳アプリは予定どおり始まった。", "contradicted", "遅れた"),
        ("Aizawa City's citizen points programme is still running.", "contradicted", "終了"),
        # The same verb affirmed beside another denied.
        ("織部市はスマートロックの導入を見送る。", "supported", "見送る"),
        # All, where the plan counts some; the whole, where it pays half; more, where it is less.
        ("藍沢市の公民館のWi-Fiは8館すべてで整備が終わっている。", "contradicted", "5館"),
        ("霧ヶ浜町は高校生の通学定期代を全額補助する。", "contradicted", "半額"),
        ("霧ヶ浜町の放課後の居場所は週5日から週3日に減らされる。", "contradicted", "増や"),
        # The figure of the claim's own year, and of no comparison beside it.
        ("霧ヶ浜町の緊急通報装置は令和11年度に92台になる。", "contradicted", "150台"),
        ("霧ヶ浜町の緊急通報装置は令和11年度に150台になる。", "supported", "150台"),
        ("汐崎市の令和6年度の標的型メール訓練の開封率は12.3%だった。", "contradicted", "7.9"),
        ("汐崎市の令和6年度の標的型メール訓練の開封率は7.9%だった。", "supported", "7.9"),
        # Nobody says it.
        ("藍沢市は自動運転バスの実証を行う。", "not_found", ""),
        ("霧ヶ浜町は空き家バンクを運営している。", "not_found", ""),
    ],
)
def test_a_claim_is_held_against_what_is_said_of_its_own_subject(
    samples: Opened, claim: str, verdict: str, quote: str
) -> None:
    told = samples.check(claim)
    assert told.verdict == verdict
    assert verdict == "not_found" or any(quote in c.quote for c in told.citations)


@pytest.mark.parametrize(
    ("claim", "verdict"),
    [
        ("藍沢市の「観光案内の多言語化」は令和9年度に「検討」とされている。", "supported"),
        ("藍沢市の「観光案内の多言語化」は令和9年度に「実施」とされている。", "contradicted"),
        ("藍沢市は観光案内の多言語化を令和9年度に実施する。", "contradicted"),
        ("藍沢市は令和10年度にテレワークを拡充する。", "contradicted"),
        ("藍沢市の「ペーパーレス会議」の担当は総務課である。", "supported"),
        ("藍沢市の「ペーパーレス会議」の担当は人事課である。", "contradicted"),
    ],
)
def test_marks_by_year_and_departments_settle_a_claim(samples: Opened, claim: str, verdict: str) -> None:
    told = samples.check(claim)
    assert (told.verdict, bool(told.citations)) == (verdict, True)


def test_a_figure_of_another_year_of_the_row_is_never_supported(samples: Opened) -> None:
    names = {m.code: m.name for plan in samples.plans for m in plan.municipalities}
    told: list[str] = []
    for plan in (p for p in samples.plans if p.document.media_type == "text/plain"):
        cells = [r for r in plan.records if r.kind == "cell" and r.number is not None and r.fiscal_year]
        for one, other in pairwise(cells):
            same = (one.page, one.start, one.unit) == (other.page, other.start, other.unit)
            if same and one.number != other.number:
                value = f"{other.number:,g}{other.unit or ''}"
                whose = names[one.municipality or ""]
                told.append(f"{whose}の「{one.measure}」の{one.fiscal_year}年度の値は{value}である。")
    assert len(told) >= 8
    assert [claim for claim in told if samples.check(claim).verdict == "supported"] == []


@pytest.mark.parametrize(
    ("question", "opening", "deciding"),
    [
        ("霧ヶ浜町の病児保育はもう始まりましたか？", "いいえ。", "令和8年10月"),
        ("霧ヶ浜町はICTで高齢者の見守りをする予定がありますか？", "いいえ。", "行いません"),
        ("藍沢市の市民ポイントはまだ使えますか？", "いいえ。", "終了"),
        ("藍沢市の観光案内の多言語化は令和9年度に実施しますか？", "いいえ。", "検討"),
        ("霧ヶ浜町では耐震診断は無料ですか？", "はい。", "無料"),
        ("Does Oribe City plan to introduce smart locks?", "No. ", "見送る"),
    ],
)
def test_a_yes_or_no_opens_with_what_decides_it(samples: Opened, question: str, opening: str, deciding: str) -> None:
    answer = samples.ask(question, lang="en" if opening == "No. " else "ja").answer
    assert answer.startswith(opening)
    assert deciding in answer.split("\n")[0]


@pytest.mark.parametrize(
    ("claim", "verdict"),
    [
        ("霧ヶ浜町には産科の病院がある。", "contradicted"),
        ("汐崎市の進捗報告書によると、計画は5つの分野から成る。", "contradicted"),
        ("藍沢市は市民ポイントを令和6年度末で終えた。", "supported"),
        ("汐崎市は令和6年度に学校の通信回線を増強した。", "supported"),
        ("織部市はスマートロックを2か所で試した。", "supported"),
        ("藍沢市のRPA・AI-OCRは令和9年度以降も新たな業務へ広げる。", "contradicted"),
    ],
)
def test_existence_parts_and_verbs_are_read_in_a_claim(samples: Opened, claim: str, verdict: str) -> None:
    assert samples.check(claim).verdict == verdict


@pytest.mark.parametrize(
    ("claim", "verdict"),
    [
        ("汐崎市の人口は葛野原市より多い。", "supported"),
        ("葛野原市の人口は、汐崎市の人口を上回っている。", "contradicted"),
        ("The population of Kuzunohara City is larger than that of Shiozaki City.", "contradicted"),
        ("海北県内で人口が最も多いのは海北市である。", "supported"),
        ("海北県内で人口が最も多いのは汐崎市である。", "contradicted"),
    ],
)
def test_one_municipality_is_set_beside_others(samples: Opened, claim: str, verdict: str) -> None:
    told = samples.check(claim)
    assert (told.verdict, bool(told.citations)) == (verdict, True)


@pytest.mark.parametrize(
    ("claim", "verdict"),
    [
        ("織部市の書かない窓口は令和8年1月から運用される。", "supported"),
        ("織部市の書かない窓口は令和8年4月から運用される。", "contradicted"),
        ("葛野原市の乗合交通「くずバス」は令和8年10月に始まる。", "contradicted"),
        ("霧ヶ浜町の小中学校の給食費は令和7年9月から無償になる。", "contradicted"),
        ("汐崎市は防災アプリの配信を2023年7月に始めた。", "supported"),
    ],
)
def test_the_month_of_a_claim_counts(samples: Opened, claim: str, verdict: str) -> None:
    assert samples.check(claim).verdict == verdict


@pytest.mark.parametrize(
    ("claim", "verdict"),
    [
        ("汐崎市の防災アプリは「くずバス」であり、葛野原市の乗合交通は「しおさい」である。", "contradicted"),
        ("汐崎市の防災アプリは「しおさい」であり、葛野原市の乗合交通は「くずバス」である。", "supported"),
        # What was planned and what came of it, of the year that is named or the last with a result.
        ("汐崎市の「オンライン申請の拡充」の手続数は、令和6年度の予定を達成した。", "contradicted"),
        ("汐崎市の「オンライン申請の拡充」の手続数は、令和5年度の予定を上回った。", "supported"),
        ("汐崎市の防災アプリ「しおさい」のダウンロード数は、令和6年度の実績が予定に届かなかった。", "contradicted"),
        ("汐崎市の防災アプリ「しおさい」のダウンロード数は予定を達成している。", "supported"),
        # Kept to, missed, and as one verb says for another.
        ("汐崎市の用紙の削減は予定を達成した。", "contradicted"),
        ("汐崎市では令和6年度に基礎研修が6回催された。", "supported"),
        # A counter that is no unit of plans, and a sum in two units.
        ("織部市は書かない窓口のために市民課に端末を9機置く。", "not_found"),
        ("Shiozaki City's Reiwa 6 budget for digital projects came to 186.4 million yen.", "supported"),
        ("汐崎市の令和6年度の関連予算は1億8,640万円であった。", "supported"),
        ("汐崎市の令和6年度の関連予算は2億8,640万円であった。", "contradicted"),
    ],
)
def test_names_acts_and_sums_are_held_against_the_plan(samples: Opened, claim: str, verdict: str) -> None:
    assert samples.check(claim).verdict == verdict


@pytest.mark.parametrize(
    ("claim", "verdict"),
    [
        # What is left out, and what stands in the place of another.
        ("織部市の計画でいう「すべての施設」には、指定管理者が運営するものも含まれる。", "contradicted"),
        ("藍沢市は、市の都合に沿って手続を組み立てる。", "contradicted"),
        ("藍沢市は、利用する方の流れに沿って手続を組み立てる。", "supported"),
        # The claim's own act in another year.
        ("楠ノ木町の次期計画は令和7年度に定める。", "contradicted"),
        ("楠ノ木町の次期計画は令和8年度に定める。", "supported"),
    ],
)
def test_exceptions_and_other_years_deny_a_claim(samples: Opened, claim: str, verdict: str) -> None:
    assert samples.check(claim).verdict == verdict


@pytest.mark.parametrize(
    ("claim", "verdict"),
    [
        # Each figure of what it is said of, among others of its unit in the same place.
        ("楠ノ木町の第9期の保険料の基準額は月額5,700円である。", "contradicted"),
        ("楠ノ木町では65歳以上の6,482人のうち、認定を受けている人は1,193人である。", "supported"),
        ("楠ノ木町の認定を受けている人は6,482人である。", "contradicted"),
        ("霧ヶ浜町の放課後の居場所は週5日から週6日に増える。", "contradicted"),
    ],
)
def test_figures_are_held_against_those_of_the_same_thing(samples: Opened, claim: str, verdict: str) -> None:
    assert samples.check(claim).verdict == verdict


@pytest.mark.parametrize(
    ("claim", "verdict"),
    [
        ("藍沢市は、窓口の平均待ち時間を基準値より減らすことを目標としている。", "supported"),
        ("藍沢市は、窓口の平均待ち時間を基準値より延ばすことを目標としている。", "contradicted"),
        ("藍沢市の市公式アプリの登録者数は、目標値が基準値と同じである。", "contradicted"),
        ("藍沢市は、市公式アプリの登録者数を現状の2倍以上に増やすことを目指している。", "supported"),
        ("藍沢市は、市公式アプリの登録者数を現状の3倍以上に増やすことを目指している。", "contradicted"),
        ("藍沢市は、窓口の平均待ち時間を現状の半分以下に減らす目標を掲げている。", "supported"),
        ("藍沢市は、職員1人当たりの年間の超過勤務時間を現状の半分以下に減らす目標を掲げている。", "contradicted"),
        ("葛野原市は、移住相談の件数の目標を現状のまま据え置いている。", "contradicted"),
        ("葛野原市の出生数の目標は、基準値を上回っている。", "supported"),
        ("葛野原市の出生数の目標は、基準値を下回っている。", "contradicted"),
    ],
)
def test_a_target_is_held_against_its_baseline(samples: Opened, claim: str, verdict: str) -> None:
    assert samples.check(claim).verdict == verdict


@pytest.mark.parametrize(
    ("claim", "verdict"),
    [
        ("藍沢市の「おくやみ手続の一括案内」は、令和10年度まで実施されない。", "supported"),
        ("藍沢市の「生成AIの業務活用」は、令和10年度まで始まらない。", "contradicted"),
        ("藍沢市のペーパーレス会議は、令和9年度になって初めて実施される。", "contradicted"),
        ("In Aizawa City, paperless meetings will not be introduced until FY2028.", "contradicted"),
        ("藍沢市のおくやみ手続の一括案内は、令和8年度に実施する計画である。", "contradicted"),
    ],
)
def test_what_begins_in_a_year_has_not_begun_before(samples: Opened, claim: str, verdict: str) -> None:
    assert samples.check(claim).verdict == verdict


def test_what_is_told_of_a_whole_tells_nothing_of_a_part(samples: Opened) -> None:
    assert samples.check("藍沢市で生成AIを月に1回以上使った職員の4分の3は女性である。").verdict == "not_found"


@pytest.mark.parametrize(
    ("claim", "verdict"),
    [
        ("藍沢市は、庁議と部内会議の資料を電子化する。", "supported"),
        ("藍沢市は、ドローンを使って庁議と部内会議の資料を電子化する。", "not_found"),
        ("藍沢市は、大学と連携して庁議と部内会議の資料を電子化する。", "not_found"),
    ],
)
def test_a_detail_that_nothing_states_is_not_found(samples: Opened, claim: str, verdict: str) -> None:
    assert samples.check(claim).verdict == verdict


@pytest.mark.parametrize("claim", ["藍沢市の公民館には、どこにもWi-Fiがある。", "藍沢市の公民館 Wi-Fi 全館に整備済み"])
def test_all_said_in_plain_or_few_words_is_a_claim(samples: Opened, claim: str) -> None:
    assert samples.ask(claim).verdict == "contradicted"


def test_a_request_for_the_first_of_a_set_is_no_claim(samples: Opened) -> None:
    assert samples.ask("海北県の市町 人口が多い順に上位３市町").verdict is None
