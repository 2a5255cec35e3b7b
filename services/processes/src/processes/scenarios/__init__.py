"""The scenarios that every client can start, as data: one file per version of a scenario. Texts in Polish and English."""
