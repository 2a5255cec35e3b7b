"""The gateway signs people in, projects all services' events into one view, and forwards commands to their owners.

It owns clients and accounts and decides nothing else: what a command does is decided by its owner.
"""
