import itertools

import pytest

from index.expansion import WeightedQuery
from index.filters import Facets, Filter, admits, facets
from index.generation import Generation
from tests.index.sample_plans import IMARI, SAGA, TAKEO, make

FILTERS = [
    Filter(documents, municipalities, years, public_only)
    for documents, municipalities, years, public_only in itertools.product(
        (None, (), ("takeo",), ("draft", "imari"), ("nowhere",)),
        (None, (), (TAKEO.code,), (SAGA.code, IMARI.code)),
        (None, (), (2024,), (2026, 2025)),
        (False, True),
    )
]


def test_a_passage_has_its_document_s_facets_where_it_has_none_of_its_own() -> None:
    plan = make("takeo", "文", municipality=TAKEO, years=(2023, 2025))
    assert facets(plan.passages[0], plan.document) == Facets("takeo", TAKEO.code, (2023, 2024, 2025), True)
    own = make("a", "文", municipality=IMARI, years=(2023, 2025), passage_years=(2026, 2024), visibility="internal")
    assert facets(own.passages[0], own.document) == Facets("a", IMARI.code, (2024, 2026), False)


@pytest.mark.parametrize("where", FILTERS, ids=str)
def test_every_engine_gives_a_filter_the_same_meaning(plans: Generation, where: Filter) -> None:
    documents = {document.id: document for document in plans.catalogue.documents()}
    passages = list(plans.catalogue.all_passages())
    expected = {p.id for p in passages if admits(where, facets(p, documents[p.document]))}
    ordinals = plans.catalogue.ordinals(where)
    if ordinals is not None:
        assert {p.id for p in plans.catalogue.passages_at(ordinals.tolist()).values()} == expected
    query = " ".join(passage.text for passage in passages)
    for weights in ({"lexical": 1.0}, {"dense": 1.0}, {"lexical": 1.0, "dense": 1.0}):
        found = plans.retriever(weights, WeightedQuery.plain).search(query, 50, where)
        assert {hit.passage.id for hit in found} == expected


def test_the_closed_filter_is_told_from_the_open_one() -> None:
    assert Filter().is_open and not Filter().is_closed
    assert Filter(documents=()).is_closed and not Filter(documents=()).is_open


def test_any_collection_makes_the_same_filter_but_a_string_is_a_mistake() -> None:
    assert Filter(documents={"b", "a"}) == Filter(documents=("a", "b", "a"))  # type: ignore[arg-type]
    with pytest.raises(TypeError, match="'takeo'"):
        Filter(documents="takeo")  # type: ignore[arg-type]
