"""What tests of the chassis and of services build on: a tiny service, keys, lines, topics, gates that cut connections.

Real parts only: nothing here pretends to be PostgreSQL or Kafka.
"""
