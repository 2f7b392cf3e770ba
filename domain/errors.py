"""What a rule says when an act may not go on: a code and its parameters, never a sentence."""

from collections.abc import Mapping


class DomainError(Exception):
    """A refused act. ``locales/`` words it under ``errors.<code>``; the person is told the way out.

    ``code`` is dotted lower case (``draw.closed``); ``params`` hold plain values for the sentence.
    """

    def __init__(self, code: str, **params: object) -> None:
        """Keep the code and the parameters; ``str()`` is for logs only."""
        super().__init__(code, params)
        self.code = code
        self.params: Mapping[str, object] = params

    def __str__(self) -> str:
        """Code and parameters for a log line."""
        return f"{self.code} {dict(self.params)}" if self.params else self.code
