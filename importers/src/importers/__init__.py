"""Importers: read files of other tools, check them, and post what they hold to the gateway.

Reading and checking is pure and needs no server; only `gateway_client` and `posting` send requests.
"""
