"""Runs tests that others wrote and notes what became of each. Stands on PYTHONPATH of such a run, and of no other."""
