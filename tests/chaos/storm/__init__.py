"""The storm: seeded load through the gateway, faults from a seeded plan, and the invariants that must hold afterwards.

It is test code that drives a whole installation (`installation`); nothing of the product knows it.
"""
