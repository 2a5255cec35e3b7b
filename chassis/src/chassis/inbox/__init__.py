"""The inbox applies other services' journals exactly once and in order, and pulls what Kafka did not deliver.

A watermark per (source, generation, shard) moves in the transaction of the effect: the next line is applied, an older line is
skipped, a gap is pulled from the owner's feed. A line that cannot be applied is parked, and all later lines about the same
thing are parked behind it.
"""
