"""Addresses of the backend's web pages."""

from urllib.parse import quote


def claim_address(web_url: str, claim_token: str) -> str:
    """The browser link that opens one project and nothing else."""
    return f"{web_url.rstrip('/')}/workspace/claim?ct={quote(claim_token, safe='')}"


def registration_link(web_url: str, user_id: str | None) -> str:
    """Where an anonymous account becomes a registered one; `user_id` binds what it made so far to it."""
    home = f"{web_url.rstrip('/')}/"
    return f"{home}?bind={quote(user_id, safe='')}" if user_id else home
