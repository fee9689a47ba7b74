"""A module for each thing that is attacked; each has a `TARGET`."""
