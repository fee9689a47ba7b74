"""Platform adapters and the `reelay` command: the only code that knows Telegram, Discord or a terminal."""
