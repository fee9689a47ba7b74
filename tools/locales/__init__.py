"""Keeps the catalogues of `core/locales`: `make locales` collects every message id, merges and compiles them."""
