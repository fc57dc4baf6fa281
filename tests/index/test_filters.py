import itertools

import pytest

from index.expansion import WeightedQuery
from index.filters import Facets, Filter, admits, facets
from index.generation import Generation
from tests.index.sample_plans import IMARI, SAGA, TAKEO, make

DOCUMENTS = (None, (), ("takeo",), ("draft", "imari"), ("nowhere",))
MUNICIPALITIES = (None, (), (TAKEO.code,), (SAGA.code, IMARI.code))
YEARS = (None, (), (2024,), (2026, 2025))


def test_a_passage_has_its_document_s_facets_where_it_has_none_of_its_own() -> None:
    plan = make("takeo", "文", municipality=TAKEO, years=(2023, 2025))
    assert facets(plan.passages[0], plan.document) == Facets("takeo", TAKEO.code, (2023, 2024, 2025), True)
    own = make("a", "文", municipality=IMARI, years=(2023, 2025), passage_years=(2026, 2024), visibility="internal")
    assert facets(own.passages[0], own.document) == Facets("a", IMARI.code, (2024, 2026), False)


@pytest.mark.parametrize("public_only", [False, True])
@pytest.mark.parametrize("weights", [{"lexical": 1.0}, {"dense": 1.0}, {"lexical": 1.0, "dense": 1.0}], ids=str)
def test_every_engine_gives_a_filter_the_same_meaning(
    plans: Generation, weights: dict[str, float], public_only: bool
) -> None:
    documents = {document.id: document for document in plans.catalogue.documents()}
    passages = list(plans.catalogue.all_passages())
    retriever = plans.retriever(weights, WeightedQuery.plain)
    query = " ".join(passage.text for passage in passages)
    for values in itertools.product(DOCUMENTS, MUNICIPALITIES, YEARS):
        where = Filter(*values, public_only)
        expected = {p.id for p in passages if admits(where, facets(p, documents[p.document]))}
        assert {hit.passage.id for hit in retriever.search(query, 50, where)} == expected, where


def test_the_closed_filter_is_told_from_the_open_one() -> None:
    assert Filter().is_open and not Filter().is_closed
    assert Filter(documents=()).is_closed and not Filter(documents=()).is_open


def test_any_collection_makes_the_same_filter_but_a_string_is_a_mistake() -> None:
    assert Filter(documents={"b", "a"}) == Filter(documents=("a", "b", "a"))  # type: ignore[arg-type]
    with pytest.raises(TypeError, match="'takeo'"):
        Filter(documents="takeo")  # type: ignore[arg-type]
