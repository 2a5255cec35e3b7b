"""Scenarios, processes and decisions as pure functions. No IO, no clock, no identifiers made here."""
