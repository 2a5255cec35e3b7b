"""The panel's addresses: each reads the view, lets a screen shape it, renders; forms send one command and lead on."""
