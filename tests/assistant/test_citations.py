from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest

from ingest.model import Page
from tests.conftest import Opened, opened

QUESTION = "汐崎市の人口は何人ですか"


def test_a_citation_names_the_printed_page(samples: Opened) -> None:
    labels = {(plan.document.id, page.number): page.label for plan in samples.plans for page in plan.pages}
    cited = [
        c
        for question in (QUESTION, "LGWANとは何ですか", "書かない窓口とは何ですか")
        for c in samples.ask(question).citations
    ]
    assert cited and any(c.label for c in cited)
    assert [c.label for c in cited] == [labels[c.document, c.page] for c in cited]
    assert {c.confidence for c in cited} == {None}


@pytest.fixture(scope="module")
def recognised(samples: Opened, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Opened]:
    """The samples as if every page had been read from its image."""

    def scanned(page: Page) -> Page:
        return replace(page, confidence=0.87)

    plans = tuple(replace(plan, pages=tuple(map(scanned, plan.pages))) for plan in samples.plans)
    yield from opened(plans, tmp_path_factory.mktemp("scans"))


def test_a_citation_of_a_page_read_from_its_image_says_how_surely(recognised: Opened) -> None:
    citations = recognised.ask(QUESTION).citations
    assert citations and {c.confidence for c in citations} == {0.87}
