"""Clients and accounts as they are stored, and what happens to them. Pure; who may do what is in `account_permissions.py`."""
