"""The scenarios that every client can start, as data: one file for each version. Texts are in Polish and English."""
