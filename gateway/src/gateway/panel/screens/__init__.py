"""Turns public states (as decoded JSON) into the variables of templates. Pure: no request, no database, no files."""
