"""The one command answers before anything is set up: what it imports must not need Django to be ready."""

import subprocess
import sys

import pytest


@pytest.mark.takes(20)
def test_the_command_says_what_it_can_do() -> None:
    done = subprocess.run([sys.executable, "-m", "goldthread"], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert "./goldthread COMMAND" in done.stdout
