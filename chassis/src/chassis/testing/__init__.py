"""Supports tests of services: keys, journal lines, databases, servers, and checks of what is stored.

It uses real PostgreSQL. Nothing here imitates it. The services that the chassis itself is tested with are in `testkit`.
"""
