"""Keeps an installation running: its processes, its secrets, its first start, and the record others read about it.

How PostgreSQL, Kafka and the mail catcher are run is `embedded_platform`; what people type is `opslayer.cli`.
"""
