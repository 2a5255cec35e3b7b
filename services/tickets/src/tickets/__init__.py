"""The tickets service: one piece of work each, reported by someone, with its conversation and whose move it is.

It owns tickets, their messages and their history. It never decides what a process does next, never changes hardware or
people, never sends mail: it says what happened in its journal and others draw their conclusions.
"""
