"""HTTP calls to the owning services, each with a token for exactly one client."""
