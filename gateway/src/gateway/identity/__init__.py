"""Clients, accounts, sessions and tokens: who is signed in, and for which clients they may act."""
