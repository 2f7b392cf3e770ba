"""End to end: the fictional county plays the whole main job over HTTP, with a restart in its midst."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from playground.cast.script import SCENES


@pytest.mark.slow
def test_the_whole_main_job_is_played_and_seen(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "bot", "demo", "--play"],
        check=False,
        capture_output=True,
        text=True,
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])},
        timeout=300,
    )
    assert done.returncode == 0, done.stderr
    titles = [line for line in done.stdout.splitlines() if not line.startswith(" ")]
    assert titles == [f"{number}. {scene.title}" for number, scene in enumerate(SCENES, 1)]
    assert "recount" in done.stdout
