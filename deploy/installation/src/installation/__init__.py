"""A whole installation: its service processes, their settings and secrets, its databases' migrations, and its supervisor.

PostgreSQL, Kafka and the mail catcher are in `embedded_platform`; the commands people type are in `opslayer`.
"""
