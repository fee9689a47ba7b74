"""Sound: a small synthesizer, people's files, and the mix of both."""
