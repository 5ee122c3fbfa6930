"""Finds lost updates: rewrites the program's code so that accesses of shared variables are noted, and judges them."""
