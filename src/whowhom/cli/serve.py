"""``whowhom serve``: the workbench, in a browser."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from whowhom.cli.caseoptions import CaseArgument
from whowhom.cli.guard import DONE, DONE_WITH_FAILURES, counted, say
from whowhom.cli.log import start_logging
from whowhom.cli.options import CodebookOption, ConfigOption, DebugOption, MinScoreOption, VerboseOption
from whowhom.settings import load_settings

SHOWN_FILES = 10
EXAMPLES = """
\b
Examples:
  whowhom serve kotto.case
  whowhom serve postgresql://team@server/kotto --port 8080
  whowhom serve kotto.case --host 0.0.0.0 --public-name kotto.example --tls-cert cert.pem --tls-key key.pem
  whowhom serve kotto.case --behind-proxy 127.0.0.1 --public-name kotto.example
"""


def serve(
    case: CaseArgument,
    host: Annotated[str, typer.Option("--host", metavar="ADDRESS", help="Address to listen on.")] = "127.0.0.1",
    port: Annotated[int, typer.Option("--port", min=0, max=65_535, help="Its port; 0 takes any that is free.")] = 8000,
    public_name: Annotated[
        list[str] | None,
        typer.Option("--public-name", metavar="NAME", help="Name by which browsers reach it.", show_default=False),
    ] = None,
    tls_cert: Annotated[Path | None, typer.Option("--tls-cert", metavar="FILE", help="Certificate, PEM.")] = None,
    tls_key: Annotated[Path | None, typer.Option("--tls-key", metavar="FILE", help="Its private key, PEM.")] = None,
    behind_proxy: Annotated[
        list[str] | None,
        typer.Option("--behind-proxy", metavar="ADDRESS", help="A proxy in front that speaks TLS.", show_default=False),
    ] = None,
    proxy_header: Annotated[
        str, typer.Option("--proxy-header", metavar="NAME", help="In which it tells the client's address.")
    ] = "X-Forwarded-For",
    allow_fetch: Annotated[
        bool, typer.Option("--allow-fetch", help="Let coders add reports by their address on the public web.")
    ] = False,
    codebook: CodebookOption = None,
    min_score: MinScoreOption = None,
    config: ConfigOption = None,
    verbose: VerboseOption = False,
    debug: DebugOption = False,
) -> int:
    """Open a case in a browser: read, check, correct and see.

    On this machine it opens without login as long as the case has no users. To let others in, make users and give
    a certificate, or state the proxy that speaks TLS.
    """
    from whowhom.workbench.serving import Listening, serve

    start_logging(verbose=verbose)
    settings = load_settings(options={"codebook": codebook, "min_score": min_score}, config=config)
    listening = Listening(
        host=host,
        port=port,
        certificate=tls_cert,
        key=tls_key,
        proxies=tuple(behind_proxy or ()),
        proxy_header=proxy_header,
        public_names=tuple(public_name or ()),
        is_fetching=allow_fetch,
    )
    left = serve(case, listening, settings, told=_tell)
    if not left:
        return DONE
    were = counted(len(left), "file was", "files were")
    say(f"{were} added and not coded any more: {', '.join(left[:SHOWN_FILES])}. Add them again.")
    return DONE_WITH_FAILURES


def _tell(address: str) -> None:
    typer.echo(f"The workbench is open at {address}")
    typer.echo("Stop it with Ctrl+C.")
