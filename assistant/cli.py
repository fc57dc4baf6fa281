"""The command `keikaku`. Imports what a command needs when it runs, so that `--help` is at once there.

Exit codes: 0 done, 1 done but some files failed, others after the table in `assistant.errors`; 130 interrupted. With
`--exit-code`, 10 where the documents do not hold the answer and 11 where they contradict a claim.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from assistant import cli_index, cli_operate, cli_serve
from assistant.errors import ABSTAINED, CONTRADICTED, FILES_FAILED, UNEXPECTED, NotFound, outcome, storage_failure
from ingest.errors import InputError, KeikakuError

if TYPE_CHECKING:
    from assistant.answer import Answer
    from assistant.service import Service

app = typer.Typer(
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)


Lang = Annotated[Literal["ja", "en"], typer.Option(help="Language of the answer.")]
Municipality = Annotated[list[str] | None, typer.Option(help="Only this one (name or code); several times for more.")]
Document = Annotated[list[str] | None, typer.Option(help="Only this one (id); several times for more.")]
ExitCode = Annotated[
    bool, typer.Option(help="Exit with 10 where the documents do not hold it, with 11 where they contradict it.")
]
AsJson = Annotated[bool, typer.Option("--json", help="Print the reply as JSON, as POST /chat gives it.")]
Paths = Annotated[
    list[Path] | None,
    typer.Argument(
        help="Files and folders (a folder may hold a documents.toml); none: those of before.", show_default=False
    ),
]


@app.callback(help="Answers questions over municipal plans, with a citation for every statement.")
def options(debug: Annotated[bool, typer.Option(help="Show where an unexpected error came from.")] = False) -> None:
    """`main` looks for the option itself: it sees every error, also those before a command begins."""


def main() -> None:
    """The entry point of the console script: every expected error is one line and its exit code."""
    try:
        app()
    except KeikakuError as error:
        _exit(outcome(error).exit, str(error))
    except BrokenPipeError:  # the reader of a pipe has seen enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(0)
    except OSError as error:
        known = storage_failure(error)
        if known is None:
            _unexpected(error)
        else:
            _exit(outcome(known).exit, str(known))
    except KeyboardInterrupt:
        _exit(130, "interrupted; the index is as it was before.")
    except Exception as error:
        _unexpected(error)


def _unexpected(error: Exception) -> None:
    if "--debug" in sys.argv:
        raise error
    cause = f"{type(error).__name__}: {error}".splitlines()[0]
    _exit(UNEXPECTED.exit, f"something went wrong ({cause}); `keikaku --debug …` shows where; please report it.")


def _exit(code: int, message: str) -> None:
    print(f"keikaku: {message}", file=sys.stderr)
    sys.exit(code)


@app.command()
def ingest(
    paths: Paths = None,
    replace: Annotated[bool, typer.Option(help="Drop every document that is not under these paths.")] = False,
    rebuild: Annotated[bool, typer.Option(help="Read every file again, changed or not.")] = False,
    if_missing: Annotated[bool, typer.Option(help="Do nothing where an index exists.")] = False,
    watch: Annotated[bool, typer.Option(help="Go on, and read whatever changes, until Ctrl-C.")] = False,
    poll: Annotated[bool, typer.Option(help="With --watch: look again and again, as network drives need.")] = False,
) -> None:
    """Read plans into the index. Reads only what changed since the last time, and drops files that are gone."""
    from assistant.cli_output import IngestProgress, print_report
    from assistant.ingestion import has_index, ingest
    from assistant.settings import load_settings

    settings = load_settings()
    if if_missing and has_index(settings):
        print(f"{settings.home} has an index; nothing to do.", file=sys.stderr)
        return
    if watch:
        if replace or rebuild:
            raise InputError("--watch goes without --replace and --rebuild: run `keikaku ingest` with those first.")
        cli_index.watch(paths or [], settings, poll=poll)
        return
    with IngestProgress() as progress:
        report = ingest(paths or [], settings, progress, replace=replace, rebuild=rebuild)
    print_report(report)
    if report.failures:
        raise typer.Exit(FILES_FAILED)


@app.command()
def ask(
    question: Annotated[str, typer.Argument(help="The question; - reads it from standard input.", show_default=False)],
    lang: Lang = "ja",
    history: Annotated[
        list[str] | None, typer.Option(help="An earlier question; may be given several times, in order.")
    ] = None,
    municipality: Municipality = None,
    document: Document = None,
    as_json: AsJson = False,
    agent: Annotated[
        bool, typer.Option(help="Let the language model look for the answer in several steps (docs/MODELS.md).")
    ] = False,
    lines: Annotated[bool, typer.Option(help="With -: a question a line, and a JSON reply a line.")] = False,
    exit_code: ExitCode = False,
) -> None:
    """Answer one question (or check one statement) from the index; with `- --lines`, one a line."""
    from assistant.answer import Request
    from assistant.cli_output import print_answer, print_reply_line

    if lines and question != "-":
        raise InputError("--lines reads standard input: keikaku ask - --lines < questions.txt")
    texts: Iterable[str] = (
        (checked_question(line) for line in sys.stdin if line.strip())
        if lines
        else [checked_question(sys.stdin.read() if question == "-" else question)]
    )
    service = open_service()
    known(service, document)
    turns = tuple(("user", turn) for turn in history or ())
    base = Request(
        question="",
        lang=lang,
        history=turns,
        municipalities=tuple(municipality or ()),
        documents=tuple(document or ()),
        internal=True,
        mode="agent" if agent else "plain",
    )
    answers = []
    for text in texts:
        answers.append(service.answer(replace(base, question=text)))
        if lines:
            print_reply_line({"question": text}, answers[-1])
        else:
            print_answer(answers[-1], as_json=as_json)
    if exit_code:
        raise typer.Exit(ended(answers))


@app.command()
def sweep(
    question: Annotated[str, typer.Argument(help="What each municipality is held against; - reads standard input.")],
    lang: Lang = "ja",
    municipality: Municipality = None,
    document: Document = None,
    csv: Annotated[bool, typer.Option("--csv", help="Print the table as CSV.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print the table as JSON, as POST /sweep gives it.")] = False,
) -> None:
    """Examine every municipality (or every measure of the one named): yes, planned, under study, or no mention."""
    from assistant.answer import Request
    from assistant.cli_output import print_table
    from assistant.sweep_table import of_generation

    text = checked_question(sys.stdin.read() if question == "-" else question)
    service = open_service()
    known(service, document)
    request = Request(
        question=text,
        lang=lang,
        municipalities=tuple(municipality or ()),
        documents=tuple(document or ()),
        internal=True,
    )
    with service.use() as loaded:
        table = of_generation(loaded, text, loaded.engine.sweep(request), internal=True)
    print_table(table, "csv" if csv else "json" if as_json else "text")


@app.command()
def check(
    claim: Annotated[
        str | None, typer.Argument(help="The claim; - reads it from standard input.", show_default=False)
    ] = None,
    csv: Annotated[
        Path | None, typer.Option(help="A CSV file with a column `claim`; the verdicts come out as CSV.")
    ] = None,
    lang: Lang = "ja",
    as_json: AsJson = False,
    exit_code: ExitCode = False,
) -> None:
    """Check claims: supported, contradicted, or not found."""
    from assistant.answer import Request
    from assistant.cli_output import print_answer, print_verdicts, read_claims

    if (claim is None) == (csv is None):
        raise InputError('give one claim or --csv FILE: keikaku check "汐崎市はLoGoフォームを導入している。"')
    if csv is not None:
        claims = [checked_question(text) for text in read_claims(csv)]
        service = open_service()
        checks = (service.check(Request(question=text, lang=lang, internal=True)) for text in claims)
        answers = print_verdicts(claims, checks, as_json=as_json)
    else:
        text = checked_question(sys.stdin.read() if claim == "-" else claim or "")
        answers = [open_service().check(Request(question=text, lang=lang, internal=True))]
        print_answer(answers[0], as_json=as_json)
    if exit_code:
        raise typer.Exit(ended(answers))


@app.command("eval")
def eval_(
    files: Annotated[list[Path], typer.Argument(help="Gold files in JSON lines.", show_default=False)],
    json: Annotated[Path | None, typer.Option(help="Write summary and verdicts to this file.")] = None,
    fails: Annotated[bool, typer.Option(help="Print every item that failed a check.")] = False,
    compare: Annotated[
        Path | None, typer.Option(help="A file written with --json before; prints what changed.")
    ] = None,
    context: Annotated[bool, typer.Option(help="Also judge what a language model would be shown.")] = False,
    retrieval: Annotated[
        bool, typer.Option(help="Judge the search alone: a gold page among the first five pages.")
    ] = False,
) -> None:
    """Judge the answers to gold questions, in process; prints the figures of score.py."""
    from assistant.cli_output import print_evaluation
    from assistant.evaluation import evaluate, load_gold, load_report
    from assistant.retrieval import page_recall, recall_table

    items = load_gold(files)
    old = load_report(compare) if compare else None
    with open_service().use() as loaded:
        if retrieval:
            print(recall_table(page_recall(items, loaded.engine)))
            return
        catalogue = loaded.catalogue

        def page_text(document: str, number: int) -> str | None:
            page = catalogue.page(document, number)
            return page.text if page else None

        result = evaluate(items, loaded.engine.answer, page_text, context)
    print_evaluation(result, fails=fails, old=old)
    if json:
        json.write_text(result.to_json(), "utf-8")


def ended(answers: Sequence[Answer]) -> int:
    """The exit code that scripts may go by: contradicted before not held, 0 when neither."""
    if any(answer.verdict == "contradicted" for answer in answers):
        return CONTRADICTED
    return ABSTAINED if any(a.abstained or a.verdict == "not_found" for a in answers) else 0


def known(service: Service, documents: list[str] | None) -> None:
    """Raises NotFound for a document that the index does not hold."""
    with service.use() as loaded:
        for id in documents or ():
            if loaded.catalogue.document(id) is None:
                raise NotFound(f"no document {id!r} in the index.")


def open_service() -> Service:
    """The service over the configured index, already loaded. Raises IndexMissing and its like at once."""
    from assistant.service import Service
    from assistant.settings import load_settings

    service = Service(load_settings())
    service.refresh()
    return service


def checked_question(text: str) -> str:
    """The question without white space around it. Raises InputError where it is empty or too long."""
    limit = 2000
    text = text.strip()
    if not text:
        raise InputError("the question is empty: write what you want to know.")
    if len(text) > limit:
        raise InputError(f"the question has {len(text):,} characters, {limit:,} are taken: shorten it.")
    return text


cli_serve.register(app)
cli_index.register(app)
cli_operate.register(app)

if __name__ == "__main__":
    main()
