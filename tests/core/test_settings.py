"""Settings say what is wrong without showing what is secret, and `.env.example` knows every one of them."""

from pathlib import Path

import pytest
from pydantic import ValidationError

from core.settings import Settings, mistyped

EXAMPLE = Path(__file__).parents[2] / ".env.example"


def names_in_example() -> dict[str, str]:
    lines = (line for line in EXAMPLE.read_text("utf-8").splitlines() if line and not line.startswith("#"))
    return dict(line.split("=", 1) for line in lines)


def test_every_setting_has_a_line_in_the_example_and_no_line_is_stale() -> None:
    assert set(names_in_example()) == {name.upper() for name in Settings.model_fields}


def test_the_example_shows_the_defaults(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in names_in_example():
        monkeypatch.delenv(name, raising=False)
    assert Settings(_env_file=EXAMPLE) == Settings(_env_file=None)


def test_people_are_listed_with_commas(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("REELAY_ALLOWED", "telegram:1, discord:2 ,")
    assert Settings(_env_file=None).reelay_allowed == {"telegram:1", "discord:2"}


@pytest.mark.parametrize("people", ["123", "@anna", "telegram:1, 456", "telegram:"])
def test_a_person_without_a_platform_is_refused(monkeypatch: pytest.MonkeyPatch, people: str) -> None:
    monkeypatch.setenv("REELAY_ALLOWED", people)
    with pytest.raises(ValidationError, match="platform:id"):
        Settings(_env_file=None)


@pytest.mark.parametrize("name", ["REELAY_KEEP_DAYS", "REELAY_KEEP_PROJECT_DAYS"])
def test_more_days_than_the_calendar_has_are_refused_at_the_start(monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    monkeypatch.setenv(name, "999999")
    with pytest.raises(ValidationError, match="36500"):
        Settings(_env_file=None)


def test_a_mistyped_setting_is_found_wherever_it_stands(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    file = tmp_path / ".env"
    file.write_text("REELAY_ALLOWD=telegram:1\nPATH_OF_SOMEBODY=x\n", "utf-8")
    monkeypatch.setenv("REELAY_MAX_JOB", "3")
    assert mistyped(file) == {"REELAY_ALLOWD": "REELAY_ALLOWED", "REELAY_MAX_JOB": "REELAY_MAX_JOBS"}
    monkeypatch.setenv("REELAY_ALLOWED", "telegram:1")
    monkeypatch.setenv("REELAY_MAX_JOBS", "3")
    assert mistyped(file) == {}


@pytest.mark.parametrize("name", ["REELAY_SERVICE_HOST", "REELAY_HEALTH_SERVICE_PORT", "REELAY_PORT", "REELAY_ENV"])
def test_what_surroundings_add_by_themselves_is_no_mistyped_setting(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, name: str
) -> None:
    monkeypatch.setenv(name, "x")
    assert mistyped(tmp_path / ".env") == {}


def test_a_secret_shows_nowhere(monkeypatch: pytest.MonkeyPatch) -> None:
    canary = "canary-of-the-operator"
    monkeypatch.setenv("NEMO_TOKEN", canary)
    settings = Settings(_env_file=None)
    assert canary not in repr(settings)
    assert canary not in str(settings.model_dump())
    assert settings.secrets() == [canary]
    monkeypatch.setenv("REELAY_SECRET_KEY", canary)
    monkeypatch.setenv("REELAY_MAX_JOBS", canary)
    with pytest.raises(ValidationError) as caught:
        Settings(_env_file=None)
    assert canary not in str(caught.value)


def test_a_proxys_password_shows_nowhere_and_is_known_as_a_secret(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("REELAY_PROXY_URL", "http://me:p%40ss@proxy.example:3128")
    monkeypatch.setenv("REELAY_NO_PROXY", "example.org, files.example.net")
    settings = Settings(_env_file=None)
    assert "p%40ss" not in repr(settings)
    assert settings.secrets() == ["http://me:p%40ss@proxy.example:3128", "p%40ss", "p@ss"]
    assert settings.proxy is not None
    assert settings.proxy.address == "http://proxy.example:3128"
    assert not settings.proxy.serves("https://files.example.net/")


@pytest.mark.parametrize(
    "url", ["proxy.example:3128", "socks5://proxy.example:1080", "http://:3128", "http://me:CANARY@x:0"]
)
def test_what_is_no_proxy_is_refused_without_being_repeated(monkeypatch: pytest.MonkeyPatch, url: str) -> None:
    monkeypatch.setenv("REELAY_PROXY_URL", url)
    with pytest.raises(ValidationError, match="http://host:port") as caught:
        Settings(_env_file=None)
    assert url not in str(caught.value)
