"""Clients, accounts, sessions and tokens: who may come in, as whom, and for which clients."""
