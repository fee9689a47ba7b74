"""Whose token a conversation uses: its own, the operator's, or a free one under its own client id."""

import asyncio
from weakref import WeakValueDictionary

from core.errors import ClientIdMissing, OwnTokenRejected, SharedTokenRejected
from core.model import Access, Attribution, ConversationKey, TokenSource
from core.ports import Clock, Credentials, VideoBackend
from core.waiting import until_stored


class Accounts:
    """Finds, makes and renews tokens. One free token per chat (its topics share it), however many jobs ask at once."""

    def __init__(
        self, backend: VideoBackend, credentials: Credentials, clock: Clock, operator_token: str | None = None
    ) -> None:
        self._backend = backend
        self._credentials = credentials
        self._clock = clock
        self._operator_token = operator_token
        self._locks = WeakValueDictionary[ConversationKey, asyncio.Lock]()

    @property
    def shared(self) -> Access | None:
        """The operator's token, which all conversations without one of their own share."""
        return Access(self._operator_token, TokenSource.OPERATOR) if self._operator_token else None

    async def access(self, conversation: ConversationKey, attribution: Attribution) -> Access:
        """The token to call with. Raises what the anonymous-token call raises when a free one has to be made."""
        conversation = conversation.chat
        if own := await self._credentials.own_token(conversation):
            return Access(own, TokenSource.OWN)
        if self.shared is not None:
            return self.shared
        async with self._locks.setdefault(conversation, asyncio.Lock()):
            return await self._kept(conversation) or await self._fetch(conversation, attribution)

    async def renew(self, conversation: ConversationKey, refused: Access, attribution: Attribution) -> Access:
        """Another token after `refused` was rejected. Raises a TokenRejected when only people can give one."""
        if refused.source is TokenSource.OPERATOR:
            raise SharedTokenRejected(code=1001)
        if refused.source is not TokenSource.ANONYMOUS:
            raise OwnTokenRejected(code=1001)
        conversation = conversation.chat
        async with self._locks.setdefault(conversation, asyncio.Lock()):
            kept = await self._kept(conversation)
            if kept is not None and kept.token != refused.token:
                return kept
            return await self._fetch(conversation, attribution)

    async def _kept(self, conversation: ConversationKey) -> Access | None:
        token = await self._credentials.anonymous(conversation)
        if token is None or (token.expires_at is not None and token.expires_at <= self._clock.now()):
            return None
        client_id = await self._credentials.client_id(conversation)
        return Access(token.token, TokenSource.ANONYMOUS, client_id, token.user_id)

    async def _fetch(self, conversation: ConversationKey, attribution: Attribution) -> Access:
        client_id = await self._credentials.client_id(conversation)
        try:
            token = await self._backend.anonymous_token(client_id, attribution)
        except ClientIdMissing:
            token = await self._backend.anonymous_token(client_id, attribution)
        # the service gives one a week: a moment of the database's must not lose it
        await until_stored(self._clock, lambda: self._credentials.set_anonymous(conversation, token))
        return Access(token.token, TokenSource.ANONYMOUS, client_id, token.user_id)
