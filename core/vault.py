"""Tokens at rest: encrypted with keys that live outside the database."""

import os
import stat
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from secrets import token_hex

import structlog
from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from pydantic import SecretStr

from core.errors import SecretsUnreadable, SettingsError

KEY_FILE = "secret.key"
_log = structlog.get_logger(__name__)


class Vault:
    """Seals texts with the newest key and opens what any of its keys has sealed."""

    def __init__(self, keys: Sequence[str]) -> None:
        """Take Fernet keys, newest first. Raises SettingsError when one is none."""
        if not keys:
            raise SettingsError("there is no secret key; leave REELAY_SECRET_KEY unset to have one made")
        try:
            self._fernet = MultiFernet([Fernet(key) for key in keys])
        except ValueError:
            raise SettingsError(
                "a secret key is not a Fernet key (32 bytes in URL-safe base64, several separated by commas)"
            ) from None

    def seal(self, text: str) -> bytes:
        """Encrypt."""
        return self._fernet.encrypt(text.encode())

    def unseal(self, sealed: bytes) -> str:
        """Decrypt. Raises SecretsUnreadable when none of the keys fits."""
        try:
            return self._fernet.decrypt(sealed).decode()
        except InvalidToken:
            raise SecretsUnreadable from None

    def reseal(self, sealed: bytes) -> bytes:
        """Encrypt again under the newest key. Raises SecretsUnreadable."""
        try:
            return self._fernet.rotate(sealed)
        except InvalidToken:
            raise SecretsUnreadable from None


def open_vault(secret_key: SecretStr | None, data_dir: Path) -> Vault:
    """The vault under the operator's keys, or under one that is made once in the data folder (mode 0600).

    Raises SettingsError when a key makes no sense or the file cannot be made.
    """
    if secret_key is not None:
        return Vault(_keys(secret_key.get_secret_value()))
    path = data_dir / KEY_FILE
    try:
        if not path.exists():
            data_dir.mkdir(parents=True, exist_ok=True)
            _write_new(path, [Fernet.generate_key().decode()])
        return Vault(_read(path))
    except OSError as error:
        raise SettingsError(f"the secret key in {path} cannot be used: {error.strerror}") from error


def add_key(data_dir: Path) -> Vault:
    """Put a new key in front of the made ones; the older ones still open what they sealed.

    Raises SettingsError when there is no key file (the keys are then the operator's, in REELAY_SECRET_KEY).
    """
    path = data_dir / KEY_FILE
    if not path.exists():
        raise SettingsError("the keys are kept in REELAY_SECRET_KEY: put the new one in front of the old, with a comma")
    keys = [Fernet.generate_key().decode(), *_read(path)]
    _replace(path, keys)
    return Vault(keys)


def drop_old_keys(data_dir: Path) -> None:
    """Forget all made keys but the newest, once everything is sealed anew under it."""
    path = data_dir / KEY_FILE
    _replace(path, _read(path)[:1])


def _keys(text: str) -> list[str]:
    return [part.strip() for part in text.split(",") if part.strip()]


def _read(path: Path) -> list[str]:
    mode = stat.S_IMODE(path.stat().st_mode)
    if mode & 0o077:
        _log.warning("secret key was readable by others; its mode is 0600 now", path=str(path), mode=oct(mode))
        path.chmod(0o600)
    return _keys(path.read_text("ascii", "replace"))


def _write_new(path: Path, keys: Sequence[str]) -> None:
    """Make the file whole or not at all; whoever makes it first wins."""
    draft = _draft(path, keys)
    try:
        with suppress(FileExistsError):
            os.link(draft, path)
    finally:
        draft.unlink()


def _replace(path: Path, keys: Sequence[str]) -> None:
    _draft(path, keys).replace(path)


def _draft(path: Path, keys: Sequence[str]) -> Path:
    draft = path.with_name(f".{path.name}.{token_hex(6)}")
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        file.write(",".join(keys) + "\n")
        file.flush()
        os.fsync(file.fileno())
    return draft
