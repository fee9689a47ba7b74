"""Coverage-guided fuzzing: `python -m tests.fuzz [target …] --seconds N`, or `make fuzz`.

Each module of `targets` says what is attacked, with which bytes, and what must hold. With atheris the bytes are grown
by the branches they reach; without it (it has no wheel for every machine) the same targets are played with random
changes of their seeds, and the suite does that with a few hundred inputs each, so that no target can rot.
"""
