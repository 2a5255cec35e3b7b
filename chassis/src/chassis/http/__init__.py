"""HTTP as every service speaks it: who asks, commands that run once, limits of requests, problem documents, health."""
