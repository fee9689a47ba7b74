"""The studio's own secret: what tokens are made from and links are signed with."""

import base64
import hashlib
import hmac
import os
import secrets
from pathlib import Path
from typing import Self


def digest(value: str) -> str:
    """What is stored instead of a secret."""
    return hashlib.sha256(value.encode()).hexdigest()


class Secret:
    """Makes tokens that can be made again (so only their hashes need keeping) and signs paths."""

    def __init__(self, key: bytes) -> None:
        self._key = key

    @classmethod
    def in_folder(cls, folder: Path) -> Self:
        """Read the secret of a data folder, or make it there for its owner's eyes only."""
        path = folder / "secret"
        if not path.exists() or not path.stat().st_size:
            _write_whole(path, secrets.token_bytes(32))
        return cls(path.read_bytes())

    def _mac(self, purpose: str, value: str) -> bytes:
        return hmac.digest(self._key, f"{purpose}\0{value}".encode(), "sha256")

    def token(self, client_id: str, number: int) -> str:
        """The `number`th token of a client id."""
        text = base64.urlsafe_b64encode(self._mac("token", f"{number}\0{client_id}")).decode()
        return "nmv_usr_" + text.rstrip("=").replace("-", "a").replace("_", "b")

    def sign(self, path: str) -> str:
        """A signature for a path that needs no other right."""
        return self._mac("path", path).hex()[:40]

    def signed(self, path: str, signature: str) -> bool:
        """Whether the signature is ours."""
        return hmac.compare_digest(self.sign(path).encode(), signature.encode("utf-8", "replace"))


def _write_whole(path: Path, content: bytes) -> None:
    """Make a file whole or not at all: half a secret would be one that can be guessed."""
    draft = path.with_suffix(".new")
    draft.unlink(missing_ok=True)
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    draft.replace(path)
