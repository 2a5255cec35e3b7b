"""The processes service: scenarios that clients start, their runs step by step, and the client's decisions.

It owns scenarios, processes, steps, decisions and timers. It never touches a ticket, an asset or a person itself: it asks
their owners over its journal and goes on when they answer.
"""
