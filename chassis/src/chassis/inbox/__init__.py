"""The inbox: applies other services' journals exactly once, in order, and pulls what Kafka did not bring.

A watermark per (source, generation, shard) moves in the transaction of the effect: the next line is applied, an older one
skipped, a gap pulled from the owner's feed. What cannot be applied is parked, and everything later about the same thing
behind it.
"""
