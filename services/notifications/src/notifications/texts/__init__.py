"""The words: catalogues in every language (Babel, gettext), and the mails that are made of them. No decisions here."""
