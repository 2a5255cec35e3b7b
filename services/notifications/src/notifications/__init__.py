"""The notifications service: who is notified of what, on which channel, and that it went out once.

It owns inboxes, preferences, webhook subscriptions and outbound deliveries. It never decides what happens next, never
changes a ticket, an asset or a process: it follows the others' journals and draws its conclusions from whose move it is.
"""
