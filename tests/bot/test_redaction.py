"""No token, no telephone number and no identity number in any log."""

import io
import logging
import sys

import pytest
import structlog

from bot.cli import quiet
from bot.redaction import Redacting, redacted

TOKEN = "123456789:AAE-fictional_fictional_fictional01"
PHONE, IDENTITY = "13800000001", "110101199003071233"
SECRETS = (TOKEN, TOKEN.partition(":")[2], PHONE, IDENTITY)
URL = f"https://api.telegram.org/bot{TOKEN}/sendMessage?text={PHONE}"


def logged(formatter: logging.Formatter) -> str:
    """What a library's logger writes of a call that failed."""
    into = io.StringIO()
    handler = logging.StreamHandler(into)
    handler.setFormatter(formatter)
    log = logging.getLogger("tests.redaction")
    log.handlers, log.propagate = [handler], False
    log.setLevel(logging.INFO)
    log.info('HTTP Request: POST %s "HTTP/1.1 200 OK" %s', URL, IDENTITY)
    try:
        raise RuntimeError(URL)
    except RuntimeError:
        log.exception("failed")
    return into.getvalue()


def leaks(text: str) -> list[str]:
    return [secret for secret in SECRETS if secret in text]


def test_a_plain_log_leaks_and_the_scan_finds_it() -> None:
    assert leaks(logged(logging.Formatter())) == list(SECRETS)


def test_a_librarys_log_has_no_secret_not_even_in_a_traceback() -> None:
    written = logged(Redacting())
    assert leaks(written) == []
    assert "RuntimeError" in written
    assert "138****0001" in written


def test_the_programs_own_log_has_no_secret(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SUICHA_LOG", "INFO")
    root = logging.getLogger()
    before = list(root.handlers), root.level
    root.handlers.clear()
    try:
        quiet()
        structlog.get_logger().error("failed", url=URL, said=IDENTITY)
        logging.getLogger("telegram").error(URL)
    finally:
        for handler in root.handlers:
            handler.flush()
        root.handlers[:], _ = before
        root.setLevel(before[1])
    written = capsys.readouterr().err
    assert sys.stderr is not None
    assert leaks(written) == []
    assert written.count("<token>") == 2


@pytest.mark.parametrize("kept", ["XZ-2026-0001-001", "919901240000000012", "2026-04-01T02:00:00"])
def test_numbers_of_the_office_stay_readable(kept: str) -> None:
    assert redacted(kept) == kept
