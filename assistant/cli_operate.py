"""The commands for operators: keys, the audit log, feedback, backups, and whether all is well."""

from __future__ import annotations

import getpass
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from assistant.errors import FILES_FAILED

if TYPE_CHECKING:
    from assistant.backup import Kept
    from assistant.settings import Settings
    from assistant.store import Store

keys = typer.Typer(no_args_is_help=True, help="Make, list and revoke the keys of those who use the server.")
AsJson = Annotated[bool, typer.Option("--json", help="One JSON object a line.")]


def register(app: typer.Typer) -> None:
    app.add_typer(keys, name="keys")
    for command in (audit, feedback, backup, restore, doctor):
        app.command()(command)


@keys.command("add")
def add(
    name: Annotated[str, typer.Argument(help="Who or what will use the key.", show_default=False)],
    role: Annotated[
        str,
        typer.Option(help="reader: what is public; staff: internal documents too; admin: everything."),
    ] = "reader",
) -> None:
    """Make a key and print it. It is stored as a hash and cannot be shown again."""
    store = open_store()
    key, secret = store.keys.add(name, role)
    store.audit.record(operator(), "add key", f"{key.name} ({key.role})")
    print(secret)
    print(f"key {key.name!r} with the role {key.role}; keep it now, it cannot be shown again.", file=sys.stderr)


@keys.command("list")
def list_(as_json: AsJson = False) -> None:
    """The keys that were made, without their secrets."""
    import json
    from dataclasses import asdict

    for key in open_store().keys.all():
        if as_json:
            print(json.dumps(asdict(key), ensure_ascii=False))
        else:
            state = f"revoked {key.revoked}" if key.revoked else "in use"
            print(f"{key.name}\t{key.role}\t{key.hint}…\tmade {key.created}\t{state}")


@keys.command("revoke")
def revoke(name: Annotated[str, typer.Argument(help="The key's name.", show_default=False)]) -> None:
    """End a key. Running servers refuse it within two seconds."""
    store = open_store()
    key = store.keys.revoke(name)
    store.audit.record(operator(), "revoke key", f"{key.name} ({key.role})")
    print(f"key {key.name!r} is revoked.", file=sys.stderr)


def audit(
    limit: Annotated[int, typer.Option(min=1, help="Most entries.")] = 100,
    as_json: AsJson = False,
) -> None:
    """What administrators did, the latest first."""
    import json
    from dataclasses import asdict

    for entry in open_store().audit.entries(limit):
        if as_json:
            print(json.dumps(asdict(entry), ensure_ascii=False))
        else:
            print("\t".join((entry.at, entry.actor, entry.act, entry.target, entry.outcome)))


def feedback(
    limit: Annotated[int, typer.Option(min=1, help="Most entries.")] = 1000,
) -> None:
    """What users thought of answers, the latest first, as JSON lines."""
    import json
    from dataclasses import asdict

    for opinion in open_store().feedback.all(limit):
        print(json.dumps(asdict(opinion), ensure_ascii=False))


def backup(file: Annotated[Path, typer.Argument(help="The file to write, such as keikaku.tar.gz.")]) -> None:
    """Write keys, conversations, feedback, the index and the uploads into one file, while servers go on."""
    from assistant.backup import backup
    from assistant.settings import load_settings

    kept = backup(load_settings(), file)
    open_store().audit.record(operator(), "backup", str(file))
    print(f"{file}: {_described(kept)}", file=sys.stderr)


def restore(file: Annotated[Path, typer.Argument(help="A file that `keikaku backup` wrote.")]) -> None:
    """Put a backup into an empty KEIKAKU_HOME."""
    from assistant.backup import restore
    from assistant.settings import load_settings

    settings = load_settings()
    kept = restore(settings, file)
    open_store().audit.record(operator(), "restore", str(file))
    print(f"restored into {settings.home}: {_described(kept)}", file=sys.stderr)


def _described(kept: Kept) -> str:
    index = "no index" if kept.generation is None else f"index generation {kept.generation}"
    store = "keys, conversations and feedback" if kept.store else "no database"
    return f"{index}, {store}, {kept.uploads:,} uploaded files; {kept.bytes / 1e6:,.1f} MB"


def doctor(as_json: AsJson = False) -> None:
    """Look whether this installation can do its work, and say what to do where it cannot. Exits with 1 where not."""
    import json
    from dataclasses import asdict

    from assistant.doctor import examine
    from assistant.settings import load_settings

    wrong = False
    for finding in examine(load_settings()):
        wrong |= finding.state == "wrong"
        if as_json:
            print(json.dumps(asdict(finding), ensure_ascii=False))
        else:
            print(f"{finding.state:5}  {finding.name}: {finding.found}")
            if finding.remedy and finding.state != "ok":
                print(f"       {finding.remedy}")
    if wrong:
        raise typer.Exit(FILES_FAILED)


def open_store() -> Store:
    from assistant.settings import load_settings
    from assistant.store import Store

    return Store(load_settings())


def has_keys(settings: Settings) -> bool:
    from assistant.store import Store

    store = Store(settings)
    try:
        return store.keys.configured()
    finally:
        store.close()


def operator() -> str:
    """Who runs the command line, as the system knows them."""
    try:
        return f"shell {getpass.getuser()}"
    except (KeyError, OSError):
        return "shell"
