"""The assets service: what the client owns or leases, who has it, and the people it belongs to.

It owns models, assets, people and hand-over records. It never decides that something is retired (the client does), never
opens tickets, never sends mail: it says what happened in its journal and others draw their conclusions.
"""
