"""The gateway: the front door. It signs people in, shows everybody's events as one view, and passes commands to owners.

It owns clients and accounts, and decides nothing else: what a command does is the owner's business.
"""
