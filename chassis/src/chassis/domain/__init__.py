"""What the domain of a service may import: standard library only, no IO."""
