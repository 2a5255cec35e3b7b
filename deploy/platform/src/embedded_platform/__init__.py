"""The embedded platform: real PostgreSQL and real Kafka as child processes, from packages of the registries.

It knows databases, topics and processes; it does not know the services (see `installation`).
"""
