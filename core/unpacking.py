"""Undoing the compression of an answer, in bounds."""

import zlib
from collections.abc import Callable

from core.errors import BackendUnavailable


def unpacker(encoding: str, limit: int) -> Callable[[bytes], bytes]:
    """Undo a compression that came although none was asked for, never making more than `limit` bytes at once."""
    if encoding.lower() not in ("gzip", "x-gzip", "deflate"):
        return bytes
    inflater = zlib.decompressobj(zlib.MAX_WBITS | 32)

    def unpack(chunk: bytes) -> bytes:
        try:
            return inflater.decompress(chunk, limit + 1)
        except zlib.error as error:
            raise BackendUnavailable("The answer cannot be decompressed") from error

    return unpack
