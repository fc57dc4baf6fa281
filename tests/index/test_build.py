import os
import resource
import subprocess
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from index.build import BuildReport, Unchanged, build, fingerprints
from index.catalogue import Catalogue
from index.embedding.hashing import HashingEncoder
from index.filters import Filter
from index.generation import Generation, current_number, open_current
from ingest.errors import IndexBusy, InputError, KeikakuError
from ingest.model import ParsedDocument
from tests.index.sample_plans import IMARI, SAGA, TAKEO, make, three_plans


class CountingEncoder:
    """Remembers what it was asked to encode."""

    name = "counting"

    def __init__(self, dimension: int = 512) -> None:
        self.dimension = dimension
        self.fingerprint = f"counting-{dimension}"
        self.encoded: list[str] = []

    def encode_documents(self, texts: Sequence[str]) -> NDArray[np.float32]:
        self.encoded.extend(texts)
        return HashingEncoder(self.dimension).encode_documents(texts)

    def encode_queries(self, texts: Sequence[str]) -> NDArray[np.float32]:
        return HashingEncoder(self.dimension).encode_queries(texts)


def everything(generation: Generation) -> dict[str, object]:
    """All that a generation serves, for comparing two."""
    catalogue = generation.catalogue
    passages = list(catalogue.all_passages())
    questions = [p.text for p in passages] + ["電子申請", "キャッシュレス決済の導入"]
    return {
        "documents": catalogue.documents(),
        "fingerprints": catalogue.fingerprints(),
        "pages": {d.id: catalogue.pages(d.id) for d in catalogue.documents()},
        "passages": passages,
        "records": catalogue.records(),
        "municipalities": catalogue.municipalities(),
        "public": catalogue.municipalities(public_only=True),
        "years": {year: ordinals_of(catalogue, year) for year in range(2020, 2030)},
        "vectors": generation.dense.vectors.tolist(),
        "hits": [generation.retriever().search(question, 10) for question in questions],
    }


def ordinals_of(catalogue: Catalogue, year: int) -> list[int]:
    found = catalogue.ordinals(Filter(years=(year,)))
    return [] if found is None else [int(ordinal) for ordinal in found]


def test_the_report_says_what_happened(home: Path, encoder: HashingEncoder) -> None:
    takeo, imari, draft = three_plans()
    first = build(home, [takeo, imari], encoder)
    assert (first.generation, first.changed, first.added, first.removed) == (1, True, ("imari", "takeo"), ())
    changed = make("imari", "電子回覧板を拡大する。", municipality=IMARI)
    second = build(home, [changed, draft], encoder)
    assert isinstance(second, BuildReport)
    assert (second.added, second.updated, second.unchanged, second.removed) == (
        ("draft",), ("imari",), (), ("takeo",),
    )  # fmt: skip
    assert second.counts == {"documents": 2, "pages": 3, "passages": 3, "records": 3, "municipalities": 2}


def test_fingerprints_are_the_caller_s_or_the_file_s_hash(home: Path, encoder: HashingEncoder) -> None:
    assert fingerprints(home) == {}
    plans = three_plans()
    build(home, plans, encoder, fingerprints={"takeo": "mine"})
    assert fingerprints(home) == {p.document.id: p.document.sha256 for p in plans} | {"takeo": "mine"}


def test_nothing_changed_makes_no_generation(home: Path) -> None:
    encoder = CountingEncoder()
    build(home, three_plans(), encoder)
    encoder.encoded.clear()
    report = build(home, [Unchanged(id) for id in fingerprints(home)], encoder)
    assert (report.generation, report.changed, report.unchanged) == (1, False, ("draft", "imari", "takeo"))
    assert report.counts["passages"] == 6
    assert os.listdir(home / "generations") == ["1"]
    assert encoder.encoded == []


def test_an_incremental_build_equals_a_fresh_one(tmp_path: Path) -> None:
    encoder = CountingEncoder()
    plans = three_plans()
    extra = make("a-new", "道路の補修を予約する。", municipality=TAKEO, years=(2024, 2026))
    build(tmp_path / "a", plans, encoder)
    encoder.encoded.clear()
    build(tmp_path / "a", [Unchanged("takeo"), extra, Unchanged("draft")], encoder)
    assert encoder.encoded == ["道路の補修を予約する。"]
    build(tmp_path / "b", [plans[2], plans[0], extra], encoder)
    incremental, fresh = open_current(tmp_path / "a", encoder), open_current(tmp_path / "b", encoder)
    assert everything(incremental) == everything(fresh)
    assert incremental.catalogue.municipalities() == [SAGA, TAKEO]


def test_another_encoder_embeds_unchanged_documents_anew(home: Path) -> None:
    build(home, three_plans(), HashingEncoder(512))
    other = CountingEncoder(256)
    report = build(home, [Unchanged(id) for id in fingerprints(home)], other)
    assert report.changed and report.unchanged == ("draft", "imari", "takeo")
    assert len(other.encoded) == 6
    assert open_current(home, other).dense.vectors.shape == (6, 256)


def test_removing_the_last_document_leaves_an_empty_index(home: Path, encoder: HashingEncoder) -> None:
    build(home, three_plans(), encoder)
    assert build(home, [], encoder).removed == ("draft", "imari", "takeo")
    assert open_current(home, encoder).retriever().search("電子申請", 5) == []
    assert build(home, [], encoder).changed is False


def test_the_last_two_generations_are_kept_and_remains_of_crashes_go(home: Path, encoder: HashingEncoder) -> None:
    for n in range(4):
        (home / "generations" / "99").mkdir(parents=True)
        (home / "generations" / "half").mkdir()
        build(home, [make("plan", f"計画{n}")], encoder)
        assert current_number(home) == n + 1
    assert sorted(os.listdir(home / "generations")) == ["3", "4"]


def test_a_damaged_index_is_built_anew_from_its_documents(home: Path, encoder: HashingEncoder) -> None:
    build(home, three_plans(), encoder)
    vectors = home / "generations" / "1" / "dense" / "vectors.npy"
    vectors.write_bytes(vectors.read_bytes()[:-1] + b"\x01")
    assert fingerprints(home) == {}
    with pytest.raises(InputError, match="parse it again"):
        build(home, [Unchanged("takeo")], encoder)
    assert build(home, three_plans(), encoder).added == ("draft", "imari", "takeo")
    open_current(home, encoder).verify(deep=True)


def test_a_damaged_pointer_does_not_stop_a_build(home: Path, encoder: HashingEncoder) -> None:
    build(home, three_plans(), encoder)
    (home / "CURRENT").write_text("?")
    assert build(home, three_plans(), encoder).generation == 2
    assert open_current(home, encoder).number == 2


def fails(plans: list[ParsedDocument], error: Exception) -> Iterator[ParsedDocument]:
    yield from plans
    raise error


@pytest.mark.parametrize(
    ("parsed", "error"),
    [
        (lambda: [make("a", "一"), make("a", "二")], InputError),
        (lambda: [make("takeo", "一"), Unchanged("takeo")], InputError),
        (lambda: [Unchanged("nowhere")], InputError),
        (lambda: fails([make("a", "一")], RuntimeError("reader")), RuntimeError),
        (lambda: fails([make("a", "一")], OSError(5, "Input/output error", "plan.pdf")), KeikakuError),
        (lambda: fails([make("a", "一")], KeyboardInterrupt()), KeyboardInterrupt),  # type: ignore[arg-type]
    ],
)
def test_a_failed_build_leaves_everything_as_it_was(
    home: Path, encoder: HashingEncoder, parsed: object, error: type[BaseException]
) -> None:
    build(home, three_plans(), encoder)
    before = everything(open_current(home, encoder))
    with pytest.raises(error):
        build(home, parsed(), encoder)  # type: ignore[operator]
    assert os.listdir(home / "generations") == ["1"]
    assert everything(open_current(home, encoder)) == before
    assert build(home, [make("after", "続き")], encoder).changed


def test_progress_reaches_the_end_of_each_stage(home: Path, encoder: HashingEncoder) -> None:
    seen: dict[str, tuple[int, int]] = {}
    build(home, three_plans(), encoder, progress=lambda stage, done, total: seen.update({stage: (done, total)}))
    assert seen == {"documents": (3, 0), "lexical": (6, 6), "dense": (6, 6), "verify": (3, 3)}


def test_a_document_without_text_does_no_harm(home: Path, encoder: HashingEncoder) -> None:
    assert build(home, [make("blank"), make("signs", "。。。"), make("a", "電子申請")], encoder).changed
    assert open_current(home, encoder).retriever().search("電子申請", 5)[0].passage.id == "a-1"


def run(script: str, *arguments: object, **options: object) -> subprocess.Popen[str]:
    command = [sys.executable, "-c", script, *map(str, arguments)]
    return subprocess.Popen(command, text=True, stdout=subprocess.PIPE, stderr=subprocess.PIPE, **options)  # type: ignore[call-overload, no-any-return]


HOLD = """
import sys
from pathlib import Path
from index.lock import write_lock
with write_lock(Path(sys.argv[1])):
    print("held", flush=True)
    sys.stdin.read()
"""


def test_a_document_of_one_endless_word_does_no_harm(home: Path, encoder: HashingEncoder) -> None:
    report = build(home, [make("plan", "x" * 700), make("other", "計画")], encoder)
    assert report.counts["passages"] == 2


def test_a_second_writer_is_told_who_writes(home: Path, encoder: HashingEncoder) -> None:
    holder = run(HOLD, home, stdin=subprocess.PIPE)
    assert holder.stdout and holder.stdout.readline() == "held\n"
    with pytest.raises(IndexBusy, match=f"process {holder.pid};"):
        build(home, three_plans(), encoder)
    holder.kill()
    holder.communicate()
    assert build(home, three_plans(), encoder).changed


FULL_DISK = """
import resource, signal, sys
from pathlib import Path
from index.build import build
from index.embedding.hashing import HashingEncoder
from ingest.errors import KeikakuError
from tests.index.sample_plans import make
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv[2]), resource.RLIM_INFINITY))
try:
    build(Path(sys.argv[1]), [make("big", *(f"計画{n}を実施する。" for n in range(300)))], HashingEncoder())
except KeikakuError as error:
    print(error)
else:
    print("built")
"""


@pytest.mark.skipif(not hasattr(resource, "RLIMIT_FSIZE"), reason="no limits on file sizes here")
@pytest.mark.parametrize("limit", [0, 1_000, 30_000, 200_000, 500_000])
def test_a_disk_that_takes_no_more_leaves_the_index_as_it_was(home: Path, encoder: HashingEncoder, limit: int) -> None:
    build(home, three_plans(), encoder)
    before = everything(open_current(home, encoder))
    out, errors = run(FULL_DISK, home, limit).communicate(timeout=60)
    assert "could not be written" in out and "still in use" in out, errors
    assert os.listdir(home / "generations") == ["1"]
    assert everything(open_current(home, encoder)) == before
