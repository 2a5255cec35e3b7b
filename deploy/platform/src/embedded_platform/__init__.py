"""The embedded platform: PostgreSQL, Kafka and a mail catcher as child processes, from packages of the registries.

It knows databases, topics and processes. It does not know the services; those belong to `installation`.
"""
