"""`congvan serve`: the web desk and the API."""

from __future__ import annotations

from pathlib import Path

import click

from cli.options import store_option, user


@click.command("serve")
@click.option("--host", default="127.0.0.1", show_default=True, help="The address to listen on.")
@click.option("--port", type=click.IntRange(1, 65535), default=8030, show_default=True)
@click.option("--address", help="The address that people type, behind a reverse proxy: https://congvan.office.example")
@click.option("--host-name", "hosts", multiple=True, help="A further host name that the desk answers to.")
@click.option("--accounts", is_flag=True, help="Ask people to sign in also on this machine's own address.")
@click.option("--jobs", "-j", type=click.IntRange(1), help="How many files are read at once. [default: all cores]")
@click.option(
    "--config", type=click.Path(exists=True, dir_okay=False, path_type=Path), help="A TOML file: see docs/web.md."
)
@store_option
def serve_command(
    *,
    host: str,
    port: int,
    address: str | None,
    hosts: tuple[str, ...],
    accounts: bool,
    jobs: int | None,
    config: Path | None,
    store_place: str | None,
) -> None:
    """Open the web desk for this store, and the API; the store is made where there is none.

    On this machine's own address (127.0.0.1) it runs without accounts: whoever uses the machine may do all. Any other
    address asks people to sign in; `congvan accounts add NAME` makes the first account.
    """
    from web.serve import serve
    from web.settings import Settings, is_loopback, read_config

    open_door = is_loopback(host) and address is None
    serve(
        Settings(
            store=store_place, host=host, port=port, address=address, hosts=hosts,
            accounts=accounts or not open_door, jobs=jobs, user=user(),
            **({} if config is None else read_config(config)),
        )
    )  # fmt: skip
