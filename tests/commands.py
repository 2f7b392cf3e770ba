"""The operator's commands in this process: no logging set up, settings from the environment."""

import typer
from typer.testing import CliRunner, Result

from bot import (
    cli_deadlines,
    cli_export,
    cli_form,
    cli_import,
    cli_operate,
    cli_people,
    cli_profile,
    cli_report,
    cli_sending,
)


def run(*arguments: object) -> Result:
    """One command line."""
    app = typer.Typer()
    parts = [cli_import, cli_export, cli_form, cli_operate]
    for part in (*parts, cli_people, cli_profile, cli_deadlines, cli_report, cli_sending):
        part.register(app)
    return CliRunner().invoke(app, [str(one) for one in arguments])
