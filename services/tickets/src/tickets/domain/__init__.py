"""Tickets as pure functions: what may happen to one, and what follows. No IO, no clock, no identifiers made here."""
