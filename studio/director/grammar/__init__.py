"""Reading a prompt: words in, wishes out. Knows nothing of drafts."""
