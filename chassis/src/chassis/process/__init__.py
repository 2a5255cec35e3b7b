"""One process of a service: its settings, its command line, and the loops it runs in its roles."""
