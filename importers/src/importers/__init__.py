"""Imports: files of the world outside become what Opslayer's owners understand.

Reading and judging is pure and needs no server; only `gateway_client` and `posting` talk to one.
"""
