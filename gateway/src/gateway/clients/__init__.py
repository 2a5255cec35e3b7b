"""Calls to the owners: commands go to the service that owns the thing, with a token for exactly one client."""
