"""``python -m bot``: the command line. ``recount`` needs nothing but Python and is let through first."""

import sys


def main() -> None:
    """Dispatch; exit code 0 only on success."""
    if sys.argv[1:2] == ["recount"]:
        from domain.recount import main as recount

        sys.exit(recount(sys.argv[2:]))
    from bot.cli import app

    app()


if __name__ == "__main__":
    main()
