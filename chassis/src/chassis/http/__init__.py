"""The HTTP side of every service: authentication, commands that run once, request limits, problem documents, health."""
