"""Whose a text is: names in running text, names that several bear, header fields, and the owner of a plan."""

from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.model import Municipality, ParsedDocument
from ingest.municipalities import Gazetteer, header_municipality, infer_owner, national
from ingest.normalise import fold

GAZETTEER = national()
CITIES = [m for m in GAZETTEER.by_code.values() if not m.is_prefecture]


def names(text: str, prefecture: str | None = None) -> list[str]:
    return [m.candidates[0].name for m in GAZETTEER.find(fold(text), prefecture)]


def header(text: str) -> Municipality | None:
    return header_municipality(fold(text), GAZETTEER)


def code(name: str, prefecture: str | None = None) -> str:
    found = GAZETTEER.resolve(name, prefecture)
    assert found is not None
    return found.code


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("佐賀県と佐賀市の連携", ["佐賀県", "佐賀市"]),
        ("佐賀県佐賀市", ["佐賀県", "佐賀市"]),
        ("長崎県は長崎市と異なる", ["長崎県", "長崎市"]),
        ("福岡県小郡市と福島県郡山市", ["福岡県", "小郡市", "福島県", "郡山市"]),
        ("宇都宮市、京都市", ["宇都宮市", "京都市"]),
    ],
)
def test_a_prefecture_is_not_the_city_of_its_name(text: str, found: list[str]) -> None:
    assert names(text) == found
    assert code("佐賀県") != code("佐賀市")


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("唐津市のバス", ["唐津市"]),
        ("津市のバス", ["津市"]),
        ("大津市、会津若松市、津市", ["大津市", "会津若松市", "津市"]),
        ("東大阪市", ["東大阪市"]),
        ("東村山市と東村", ["東村山市", "東村"]),
        ("四日市市、廿日市市、市川市、町田市", ["四日市市", "廿日市市", "市川市", "町田市"]),
    ],
)
def test_a_name_inside_a_longer_one_is_not_found(text: str, found: list[str]) -> None:
    assert names(text) == found


@pytest.mark.parametrize("text", ["市場の再整備", "市販の薬", "町村会", "市役所", "村人", "都市計画", "区分", ""])
def test_words_that_end_like_a_municipality_are_none(text: str) -> None:
    assert names(text) == []


@pytest.mark.parametrize("text", ["吉野ヶ里町", "吉野ケ里町", "鎌ケ谷市", "鎌ヶ谷市", "七ヶ浜町", "七ケ浜町"])
def test_the_small_and_the_large_ke_are_one(text: str) -> None:
    (found,) = GAZETTEER.find(text)
    assert found.candidates[0] is GAZETTEER.resolve(text)
    assert fold(text).replace("ケ", "ヶ") == found.candidates[0].name.replace("ケ", "ヶ")


def test_a_name_that_two_prefectures_bear_waits_for_its_prefecture() -> None:
    (both,) = GAZETTEER.find("府中市の窓口")
    assert {m.prefecture for m in both.candidates} == {"東京都", "広島県"}
    assert GAZETTEER.resolve("府中市") is None
    assert code("府中市", "広島県") == code("広島県府中市")
    assert GAZETTEER.find("府中市", "東京都")[0].candidates == (GAZETTEER.resolve("東京都府中市"),)
    assert [m.candidates for m in GAZETTEER.find("広島県府中市")][1] == (GAZETTEER.resolve("広島県府中市"),)


@pytest.mark.parametrize(
    "name", ["京都府京都市", "東京都府中市", "北海道北見市", "佐賀県三養基郡基山町", "三養基郡基山町"]
)
def test_a_full_name_with_prefecture_or_district_is_resolved(name: str) -> None:
    found = GAZETTEER.resolve(name)
    assert found is not None and name.endswith(found.name)


def test_every_municipality_is_found_by_its_full_name_and_no_other_inside_it() -> None:
    wrong = []
    for m in CITIES:
        *prefecture, own = GAZETTEER.find(m.full_name)
        right = GAZETTEER.resolve(m.full_name) is m and own.candidates == (m,)
        if not right or [p.candidates[0].name for p in prefecture] != [m.prefecture]:
            wrong.append(m.full_name)
    assert wrong == []
    assert len(CITIES) > 1700


@given(st.lists(st.sampled_from(CITIES), min_size=1, max_size=5))
@settings(max_examples=100)
def test_mentions_span_the_names_in_their_order(chosen: list[Municipality]) -> None:
    text = "、".join(m.name for m in chosen)
    found = GAZETTEER.find(text)
    assert [text[m.start : m.end] for m in found] == [m.name for m in chosen]
    assert found[-1].end == len(text)


@pytest.mark.parametrize(
    ("text", "full_name"),
    [
        ("自治体名 佐賀県武雄市 人口 1人", "佐賀県武雄市"),
        ("自治体名：佐賀県", "佐賀県"),
        ("自治体名\t佐賀県佐賀市\t人口", "佐賀県佐賀市"),
        ("団体名 多久市", "佐賀県多久市"),
        ("自治体名 京都府京都市", "京都府京都市"),
        ("自治体名 京都府", "京都府"),
        ("自治体名 佐賀県三養基郡基山町 人口", "佐賀県基山町"),
        ("市町村名 奈良県大和郡山市", "奈良県大和郡山市"),
        ("実施団体名：三重県四日市市（本庁）", "三重県四日市市"),
        ("自治体名 佐賀県吉野ケ里町", "佐賀県吉野ヶ里町"),
    ],
)
def test_a_header_field_says_whose_a_sheet_is(text: str, full_name: str) -> None:
    found = header(text)
    assert found is not None and found.full_name == full_name
    assert found.code in GAZETTEER.by_code


def test_a_municipality_in_no_list_is_believed_with_its_prefecture() -> None:
    found = header("自治体名 夢見県夢見ヶ丘市 人口 100人")
    assert found == Municipality(code="x-夢見ヶ丘市", prefecture="夢見県", name="夢見ヶ丘市")


@pytest.mark.parametrize("text", ["", "自治体名", "自治体名 人口 100人", "武雄市の計画", "団体名は未定"])
def test_without_a_name_in_a_header_field_there_is_no_owner(text: str) -> None:
    assert header(text) is None


def test_a_declared_municipality_is_known_beside_the_national_ones_and_before_them() -> None:
    own = Municipality(code="990001", prefecture="海北県", name="海北市", kana="かいほくし", romaji="kaihoku")
    changed = Municipality(code="412066", prefecture="佐賀県", name="武雄市", kana="たけおし", romaji="takeo city")
    extended = GAZETTEER.with_extra([own, changed])
    assert extended.resolve("海北県海北市") == own
    assert extended.resolve("武雄市") == changed
    assert extended.resolve("多久市") is GAZETTEER.resolve("多久市")
    assert GAZETTEER.resolve("海北市") is None


def test_the_owner_of_a_plan_is_the_city_that_its_text_is_about() -> None:
    pages = [
        "計画の背景\n佐世保市総合計画を受けて定める。",
        "佐世保市長を本部長とする。本市は進める。",
        "長崎市の例に倣う。",
    ]
    owner, confidence = infer_owner(pages, GAZETTEER)
    assert owner is GAZETTEER.resolve("佐世保市")
    assert 0.5 < confidence <= 1


def test_the_prefecture_before_a_citys_name_is_no_vote_for_the_prefecture() -> None:
    owner, _ = infer_owner(["佐賀県武雄市、佐賀県武雄市、佐賀県武雄市"], GAZETTEER)
    assert owner is GAZETTEER.resolve("武雄市")


def test_a_text_about_several_gives_its_owner_less_confidence_than_a_text_about_one() -> None:
    _, sure = infer_owner(["武雄市長は武雄市総合計画を定める。"], GAZETTEER)
    _, unsure = infer_owner(["武雄市、多久市、鹿島市、小城市は共同で調達する。"], GAZETTEER)
    _, single = infer_owner(["武雄市"] * 1, GAZETTEER)
    assert unsure < single < sure
    assert infer_owner(["計画の背景", ""], GAZETTEER) == (None, 0.0)
    assert infer_owner([], Gazetteer([])) == (None, 0.0)


def test_the_samples_without_a_stated_city_get_theirs_from_the_text(sample_plans: tuple[ParsedDocument, ...]) -> None:
    documents = {p.document.id: p.document for p in sample_plans}
    for id, name in {"aizawa-action": "藍沢市", "kirigahama-anshin": "霧ヶ浜町"}.items():
        owner = documents[id].municipality
        assert owner is not None and owner.name == name
        assert 0.5 <= documents[id].confidence <= 1
        assert documents[id].warnings == ()
    book = documents["kaihoku-grants"]
    assert (book.municipality, book.confidence, book.warnings) == (None, 0.0, ())


@pytest.mark.corpus
def test_the_real_plans_get_their_own_city(real_plans: tuple[ParsedDocument, ...]) -> None:
    owners = {p.document.id: p.document.municipality and p.document.municipality.name for p in real_plans}
    assert owners == {
        "imari": "伊万里市",
        "nagasaki": "長崎市",
        "saga-city": "佐賀市",
        "saga-grants": None,
        "sasebo": "佐世保市",
    }
    (grants,) = [p for p in real_plans if p.document.id == "saga-grants"]
    assert Counter(m.name[-1] for m in grants.municipalities) == {"県": 1, "市": 10, "町": 7}
    assert all(m.code in GAZETTEER.by_code for m in grants.municipalities)
