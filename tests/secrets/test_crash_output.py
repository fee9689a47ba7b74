"""What Python writes by itself when something breaks that nobody caught."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from core.settings import Settings
from tests.fakes.studio_process import ROOT

CANARY = "CANARY-operator-token"
PREPARE = f"""
import sys, threading, warnings, logging, asyncio
from core.logs import Redactor, catch_everything, configure
configure(Redactor(["{CANARY}"]), form="json", level="DEBUG")
catch_everything()
class Broken(Exception):
    pass
words = "https://api.test/bot" + "{CANARY}"[:0] + "{CANARY}" + "/getMe failed"
"""
BREAKS = {
    "uncaught": "raise Broken(words)",
    "chained": "try:\n    raise Broken(words)\nexcept Broken as error:\n    raise RuntimeError('on top') from error",
    "thread": "t = threading.Thread(target=lambda: (_ for _ in ()).throw(Broken(words))); t.start(); t.join()",
    "unraisable": "class Late:\n    def __del__(self):\n        raise Broken(words)\nlate = Late()\ndel late",
    "warning": "warnings.simplefilter('always'); warnings.warn(words)",
    "formatting": "logging.getLogger('x').error('%d', words)",
    "task": "async def main():\n    async def fail():\n        raise Broken(words)\n    task = asyncio.ensure_future(fail())\n"
    "    await asyncio.sleep(0)\n    del task\nasyncio.run(main())",
    "library": "logging.getLogger('somebody.elses').debug('calling %s', words, extra={'url': words})",
}


@pytest.mark.parametrize("way", sorted(BREAKS))
def test_no_way_to_break_writes_a_secret(way: str, tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-c", PREPARE + BREAKS[way]],
        cwd=tmp_path,
        env={"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    told = [line for line in (done.stdout + done.stderr).splitlines() if '"Using selector' not in line]
    assert CANARY not in "".join(told)
    if way != "formatting":  # of a line that cannot be formatted nothing is left
        assert "[secret]" in "".join(told)


def test_a_process_that_hangs_tells_on_request_where_and_lives_on(tmp_path: Path) -> None:
    hang = "import os, signal\ndef hanging():\n    os.kill(os.getpid(), signal.SIGUSR1)\nhanging()\nprint('alive')"
    done = subprocess.run(
        [sys.executable, "-c", PREPARE + hang],
        cwd=tmp_path,
        env={"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 0
    assert "alive" in done.stdout
    assert "in hanging" in done.stderr
    assert CANARY not in done.stderr


def test_the_log_knows_every_key_and_every_password_in_an_address() -> None:
    settings = Settings.model_validate(
        {
            "reelay_secret_key": "first-key,second-key",
            "nemo_api_url": "http://operator:p%40ssword@127.0.0.1:1",
            "telegram_api_base_url": "https://me:hush-hush@bots.test/bot",
        }
    )
    assert {"first-key", "second-key", "p%40ssword", "p@ssword", "hush-hush"} <= set(settings.secrets())
