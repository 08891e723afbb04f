"""`congvan accounts`, `congvan tokens`, `congvan backup`, `congvan restore`: looking after the desk."""

from __future__ import annotations

from pathlib import Path

import click

from cli.options import opened, store_option, user


@click.group("accounts")
def accounts_command() -> None:
    """Say who may sign in to the web desk."""


@accounts_command.command("add")
@click.argument("name")
@click.option(
    "--role", type=click.Choice(["administrator", "archivist", "analyst"]), default="analyst", show_default=True
)
@click.option("--secret", is_flag=True, help="May read letters marked MẬT.")
@click.password_option(envvar="CONGVAN_PASSWORD", help="[default: asked for, or $CONGVAN_PASSWORD]")
@store_option
def add_account(name: str, role: str, secret: bool, password: str, store_place: str | None) -> None:
    """Make the account NAME, or change its role and password."""
    from store.desk.people import save

    store = opened(store_place, create=True)
    with store.write() as connection:
        save(connection, name, role=role, secret=secret, password=password, by=user())
    click.echo(f"{name}: {role}")


@accounts_command.command("list")
@store_option
def list_accounts(store_place: str | None) -> None:
    """List the accounts."""
    from store.desk.people import accounts

    store = opened(store_place)
    with store.read() as connection:
        for each in accounts(connection):
            marks = [each.role, *(["secret"] if each.secret else []), *(["disabled"] if each.disabled else [])]
            click.echo(f"{each.name}: {', '.join(marks)}")


@click.group("tokens")
def tokens_command() -> None:
    """Let programs use the API."""


@tokens_command.command("add")
@click.argument("name")
@click.option("--role", type=click.Choice(["tracker", "analyst", "archivist", "administrator"]), default="tracker")
@click.option("--scope", "scopes", multiple=True, help="Only this of what the role may; may be given again.")
@click.option("--secret", is_flag=True, help="May read letters marked MẬT.")
@store_option
def add_token(name: str, role: str, scopes: tuple[str, ...], secret: bool, store_place: str | None) -> None:
    """Make a token for the program NAME and print it, this once."""
    from store.desk.people import make_token

    store = opened(store_place, create=True)
    with store.write() as connection:
        click.echo(make_token(connection, name, role=role, scopes=scopes, secret=secret, by=user()))


@tokens_command.command("revoke")
@click.argument("number", type=int)
@store_option
def revoke_token(number: int, store_place: str | None) -> None:
    """End the token NUMBER for good."""
    from store.desk.people import revoke

    store = opened(store_place)
    with store.write() as connection:
        revoke(connection, number, by=user())


@tokens_command.command("list")
@store_option
def list_tokens(store_place: str | None) -> None:
    """List the tokens, without the tokens themselves."""
    from store.desk.people import tokens

    store = opened(store_place)
    with store.read() as connection:
        for each in tokens(connection):
            ended = " (revoked)" if each.revoked_at else ""
            click.echo(f"{each.id}: {each.name}, {each.role} {' '.join(each.scopes)}{ended}")


@click.command("backup")
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@store_option
def backup_command(file: Path, store_place: str | None) -> None:
    """Copy the whole store, originals too, into FILE (a tar file). The store may be in use meanwhile."""
    from store.backup import backup

    done = backup(opened(store_place), file)
    click.echo(f"{file}: the store and {done.originals} originals ({done.size / 1e6:.1f} MB), each checked.")


@click.command("restore")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@store_option
def restore_command(file: Path, store_place: str | None) -> None:
    """Make a store of the backup FILE, at --store, where nothing may be yet."""
    from store.backup import restore
    from store.book import place

    target = Path(place(store_place))
    done = restore(file, target)
    click.echo(f"{target}: the store and {done.originals} originals ({done.size / 1e6:.1f} MB), each checked.")
