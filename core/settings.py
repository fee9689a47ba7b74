"""Every setting, typed: environment variables first, then `.env`, then the default. Secrets never show in a repr."""

import os
import re
from collections.abc import Iterable
from difflib import get_close_matches
from pathlib import Path
from typing import Annotated, Literal
from urllib.parse import unquote, urlsplit

from dotenv import dotenv_values
from pydantic import AnyHttpUrl, Field, SecretStr, field_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from core.proxy import Proxy

PREFIX = "REELAY_"
ALIKE = 0.84
"""How like a setting a name must be to count as that setting mistyped; what clusters add by themselves is less like one."""
CENTURY = 36_500  # days; further back than that there is no date to compare with

_LISTED = re.compile(r"[a-z]+:\S+")


class Settings(BaseSettings):
    """What an operator can set; `.env.example` has a line for each."""

    model_config = SettingsConfigDict(
        env_file=".env", env_file_encoding="utf-8", extra="ignore", hide_input_in_errors=True, env_ignore_empty=True
    )

    # the video service
    nemo_api_url: AnyHttpUrl | None = None  # None: the embedded studio
    nemo_web_url: AnyHttpUrl = AnyHttpUrl("https://nemovideo.com")
    nemo_token: SecretStr | None = None
    reelay_render_poll_seconds: float = Field(default=30.0, gt=0)
    reelay_first_look_seconds: float = Field(default=30.0, gt=0)  # after a cut stream: until the state is read
    reelay_next_look_seconds: float = Field(default=60.0, gt=0)  # … and between the looks after that
    reelay_allow_private_urls: bool = False

    # the service itself
    reelay_data_dir: Path = Path("data")
    reelay_secret_key: SecretStr | None = None  # Fernet keys, newest first, comma-separated; None: made once
    reelay_skill: str = "ai-video-maker-sora"
    reelay_log_format: Literal["console", "json"] = "console"
    reelay_log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = "INFO"
    reelay_max_jobs: int = Field(default=200, ge=1)  # running side by side in this process
    reelay_grace_seconds: float = Field(default=60.0, ge=0)  # for running streams when the service is told to stop
    reelay_keep_days: int = Field(default=30, ge=1, le=CENTURY)  # for finished messages, jobs, deliveries and exports
    reelay_keep_project_days: int = Field(
        default=365, ge=0, le=CENTURY
    )  # for projects that nobody works in; 0: for good
    reelay_keep_versions: int = Field(default=50, ge=1)  # of each project
    reelay_health_port: int | None = Field(default=None, ge=0, le=65535)
    reelay_health_host: str = "127.0.0.1"
    # http(s)://name:password@host:port; the machine's own settings do not count
    reelay_proxy_url: SecretStr | None = None
    reelay_no_proxy: Annotated[frozenset[str], NoDecode] = frozenset()  # hosts and domains that are reached without it

    # who may use it
    reelay_allowed: Annotated[frozenset[str], NoDecode] = frozenset()  # "telegram:123,discord:456"; empty: everybody
    reelay_admins: Annotated[frozenset[str], NoDecode] = frozenset()
    reelay_pairing: Literal["auto", "on", "off"] = "auto"  # codes for strangers; on: closed even with an empty list
    reelay_requests_per_hour: int = Field(default=60, ge=1)  # for one person
    reelay_chat_requests_per_hour: int = Field(default=200, ge=1)
    reelay_open_requests: int = Field(default=20, ge=1)  # of one person, waiting or running
    reelay_chat_open_requests: int = Field(default=50, ge=1)
    reelay_credits_per_day: float | None = Field(default=None, gt=0)  # of NEMO_TOKEN, for one person; None: no limit
    reelay_chat_credits_per_day: float | None = Field(default=None, gt=0)
    reelay_messages_per_minute: int = Field(default=30, ge=1)  # of one person; whoever sends more is answered once
    reelay_chat_messages_per_minute: int = Field(default=120, ge=1)

    # Telegram
    telegram_bot_token: SecretStr | None = None
    telegram_api_base_url: str = "https://api.telegram.org/bot"
    telegram_file_base_url: str = "https://api.telegram.org/file/bot"
    telegram_local_mode: bool = False
    telegram_webhook_url: str | None = None
    telegram_webhook_secret: SecretStr | None = None
    telegram_webhook_host: str = "127.0.0.1"
    telegram_webhook_port: int = Field(default=8443, ge=0, le=65535)

    # Discord
    discord_bot_token: SecretStr | None = None
    discord_api_base_url: str | None = None  # None: Discord's own
    discord_gateway_url: str | None = None
    discord_threads: bool = True  # a thread per project in server channels

    @field_validator("reelay_allowed", "reelay_admins", "reelay_no_proxy", mode="before")
    @classmethod
    def _split(cls, value: object) -> object:
        if isinstance(value, str):
            return frozenset(part.strip() for part in value.split(",") if part.strip())
        return value

    @field_validator("reelay_allowed", "reelay_admins")
    @classmethod
    def _listed(cls, value: frozenset[str]) -> frozenset[str]:
        if not all(map(_LISTED.fullmatch, value)):
            raise ValueError("write each as platform:id, as in telegram:123 or discord:456, with commas between them")
        return value

    @field_validator("reelay_proxy_url")
    @classmethod
    def _a_proxy(cls, value: SecretStr | None) -> SecretStr | None:
        if value is not None and not _is_proxy(value.get_secret_value()):
            raise ValueError(
                "give http://host:port or https://host:port, with name:password@ before the host where asked"
            )
        return value

    @property
    def proxy(self) -> Proxy | None:
        """The way out through a proxy, where one is set."""
        if self.reelay_proxy_url is None:
            return None
        return Proxy(self.reelay_proxy_url.get_secret_value(), self.reelay_no_proxy)

    @property
    def embedded_studio(self) -> bool:
        """Whether the backend is the one that comes with the project."""
        return self.nemo_api_url is None

    def secrets(self) -> list[str]:
        """Every secret that is set, for the log's redactor."""
        values = [getattr(self, name) for name in type(self).model_fields]
        secrets = [value.get_secret_value() for value in values if isinstance(value, SecretStr)]
        parts = [part.strip() for secret in secrets if "," in secret for part in secret.split(",")]
        addresses = [str(value) for value in values if isinstance(value, str | AnyHttpUrl)]
        return [*secrets, *parts, *_passwords([*addresses, *(secret for secret in secrets if "://" in secret)])]


def mistyped(env_file: Path = Path(".env")) -> dict[str, str]:
    """Names in the environment and in `env_file` that are no setting, but nearly one that is not set: by what was meant.

    A list of who is let in that nobody reads would let everybody in. Only our own prefix is looked at.
    """
    settings = {name.upper() for name in Settings.model_fields}
    given = {name.upper() for name in (*os.environ, *dotenv_values(env_file, encoding="utf-8", interpolate=False))}
    found: dict[str, str] = {}
    for name in sorted(given - settings):
        near = get_close_matches(name, settings, 1, ALIKE) if name.startswith(PREFIX) else []
        found.update((name, meant) for meant in near if meant not in given)
    return found


def _is_proxy(url: str) -> bool:
    try:
        parts = urlsplit(url)
        return (
            parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0 and parts.path in ("", "/")
        )
    except ValueError:
        return False


def _passwords(addresses: Iterable[str]) -> list[str]:
    """Passwords that addresses carry, as they are written and as they are meant."""
    found: list[str] = []
    for address in addresses:
        if "@" in address:
            written = urlsplit(address).password or ""
            found += [word for word in dict.fromkeys((written, unquote(written))) if word]
    return found
