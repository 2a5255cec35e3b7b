"""The notifications service: who has to be told what, on which channel, and that it really went out, once.

It owns inboxes, preferences, webhooks and the ledger of what was sent to whom. It never decides what happens next, never
changes a ticket, an asset or a process: it follows the others' journals and draws its conclusions from whose move it is.
"""
