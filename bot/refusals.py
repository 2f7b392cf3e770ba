"""How the command line says no: the words of ``locales/``, on stderr, exit code 1."""

from collections.abc import Iterator
from contextlib import contextmanager

import typer

from domain.errors import DomainError
from locales.texts import Texts


@contextmanager
def refusals(words: Texts) -> Iterator[None]:
    """Word a ``DomainError`` and leave."""
    try:
        yield
    except DomainError as error:
        typer.echo(words.error(error), err=True)
        raise typer.Exit(1) from error
