"""Supports tests of the chassis and of services: a tiny service, keys, lines, topics, proxies that cut connections.

It uses real PostgreSQL and Kafka. Nothing here imitates them.
"""
