"""From states (dictionaries of the contracts) to what templates show. Pure: no request, no database, no files."""
