"""Assets, models, people and hand-overs as pure functions: what may happen to them, and what follows. No IO."""
