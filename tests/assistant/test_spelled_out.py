"""What a quote amounts to without having it as a sentence: labels, chronologies, what the thing before has."""

import pytest

from assistant.paraphrase import held

OFFICE = "楠木市デジタル変革本部\n本部長：副市長\n副本部長：総務部長・教育次長"
BRACKETS = "楠木市デジタルトランス  \nフォーメーション推進本部  \n(本部長：副市長、副本部長：総合政策部長、教育長)"
COURSE = "令和7年2月12日\t第3回みらい会議（最終案）\n令和7年3月21日\t市長決裁"
BUS = (
    "予約に応じて走る乗合交通「くすバス」を令和8年4月に始めます。運賃は1回300円とします。"
    "初年度の利用は延べ1万5千人を見込みます。"
)
TAXI = "谷線のバスを廃止し、10月から乗合タクシー「まめ号」を走らせます。予約は前日の17時まで、電話だけで受けます。"


@pytest.mark.parametrize(
    ("said", "quote", "headings"),
    [
        ("楠木市では、デジタル変革本部の副本部長は総務部長・教育次長です。", OFFICE, []),
        ("デジタル変革本部の本部長は副市長です。", OFFICE, []),
        ("デジタルトランスフォーメーション推進本部の副本部長は総合政策部長です。", BRACKETS[:50], []),
        ("楠木市では、令和7年3月21日に市長決裁が行われた。", COURSE, ["計画策定の経過"]),
        ("楠木市では、令和7年2月12日に第3回みらい会議（最終案）が開催されました。", COURSE, ["策定の経緯"]),
        ("楠木市は、乗合交通「くすバス」の初年度の利用は延べ1万5千人を見込みます。", BUS, []),
        ("楠木市では、乗合タクシー「まめ号」の予約は前日の17時まで、電話だけで受けます。", TAXI, []),
    ],
)
def test_what_a_quote_amounts_to_is_held(said: str, quote: str, headings: list[str]) -> None:
    assert held(said, [quote], ["楠木市"], headings)


@pytest.mark.parametrize(
    ("said", "quote", "headings"),
    [
        ("楠木市では、デジタル変革本部の本部長は総務部長・教育次長です。", OFFICE, []),
        ("楠木市では、防災会議の副本部長は総務部長・教育次長です。", OFFICE, []),
        ("デジタルトランスフォーメーション推進本部の本部長は総合政策部長です。", BRACKETS, []),
        ("楠木市では、令和7年2月12日に市長決裁が行われた。", COURSE, ["計画策定の経過"]),
        ("楠木市では、令和7年3月21日に市長決裁が行われた。", COURSE, ["今後の予定"]),
        ("楠木市では、体育館の予約は前日の17時まで、電話だけで受けます。", TAXI, []),
        ("楠木市では、谷線のバスの予約は前日の17時まで、電話だけで受けます。", TAXI, []),
        ("図書館の人口は減っています。", "図書館を整備します。人口は減っています。", []),
        ("貸出図書の予約は前日まで受けます。", "図書館と貸出図書を整備します。予約は前日まで受けます。", []),
        ("自転車の利用料は200円です。", "駅で自転車を貸し出し、車庫を設けます。利用料は200円です。", []),
    ],
)
def test_what_it_does_not_amount_to_is_not(said: str, quote: str, headings: list[str]) -> None:
    assert not held(said, [quote], ["楠木市"], headings)
