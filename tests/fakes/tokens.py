"""Tokens that are kept in memory."""

from core.model import AnonymousToken, ConversationKey


class Tokens:
    """The credentials port for one conversation, whose people gave the token `own`."""

    def __init__(self, own: str | None = None) -> None:
        self.own = own
        self.kept: AnonymousToken | None = None

    async def client_id(self, conversation: ConversationKey) -> str:
        return f"client-{conversation.chat_id}"

    async def own_token(self, conversation: ConversationKey) -> str | None:
        return self.own

    async def set_own_token(self, conversation: ConversationKey, token: str | None) -> None:
        self.own = token

    async def anonymous(self, conversation: ConversationKey) -> AnonymousToken | None:
        return self.kept

    async def set_anonymous(self, conversation: ConversationKey, token: AnonymousToken | None) -> None:
        self.kept = token

    async def rotate(self) -> int:
        return 0
