"""The messages of imports about lines and files, in both languages, by code."""

from contracts.vocabulary import Language

FALLBACK: dict[Language, str] = {
    "en": "{column} cannot be taken over: “{value}” ({code}).",
    "pl": "Nie można przyjąć kolumny {column}: „{value}” ({code}).",
}

FILES: dict[str, dict[Language, str]] = {
    "file_missing": {"en": "There is no file {path}.", "pl": "Nie ma pliku {path}."},
    "file_unreadable": {
        "en": "{path} cannot be read: {reason}.",
        "pl": "Nie można odczytać pliku {path}: {reason}.",
    },
    "file_cut_short": {
        "en": "{path} is damaged or was cut short. Fetch it again.",
        "pl": "Plik {path} jest uszkodzony lub niepełny. Pobierz go ponownie.",
    },
    "file_not_a_table": {
        "en": "{path} is no table that can be read: {reason}.",
        "pl": "Pliku {path} nie można odczytać jako tabeli: {reason}.",
    },
    "file_too_large": {
        "en": "{path} unpacks to more than {most} MiB. Split it, or save it as CSV.",
        "pl": "Plik {path} po rozpakowaniu ma ponad {most} MiB. Podziel go albo zapisz jako CSV.",
    },
    "columns_missing": {
        "en": "{path} has no column {columns}. Its first line has to name the columns.",
        "pl": "W pliku {path} brakuje kolumny {columns}. Pierwszy wiersz musi zawierać nazwy kolumn.",
    },
}

INCIDENTS: dict[str, dict[Language, str]] = {
    "number_missing": {
        "en": "The row has no incident number, so it belongs to no ticket.",
        "pl": "Wiersz nie ma numeru incydentu, więc nie należy do żadnego zgłoszenia.",
    },
    "number_too_long": {
        "en": "The incident number is too long to be one.",
        "pl": "Numer incydentu jest za długi.",
    },
    "no_time_at_all": {
        "en": "No row of this incident has a time that can be read.",
        "pl": "Żaden wiersz tego incydentu nie ma czytelnego czasu.",
    },
    "time_missing": {
        "en": "The row has no time; the column of the ending or the time of the row before was taken.",
        "pl": "Wiersz nie ma czasu; przyjęto kolumnę zakończenia albo czas poprzedniego wiersza.",
    },
    "time_unreadable": {
        "en": "“{value}” is no time that can be read; the column of the ending or the time of the row before was taken.",
        "pl": "„{value}” nie jest czytelnym czasem; przyjęto kolumnę zakończenia albo czas poprzedniego wiersza.",
    },
    "state_unknown": {
        "en": "The state “{value}” is not known; the ticket stayed where it was and the state is kept as a note.",
        "pl": "Stan „{value}” jest nieznany; zgłoszenie zostało w swoim stanie, a stan zapisano w uwadze.",
    },
    "closed_but_continued": {
        "en": "Closed, and worked on afterwards: taken as resolved here, because closed is final.",
        "pl": "Zamknięty, a potem dalej obsługiwany: przyjęto jako rozwiązany, bo zamknięcie jest ostateczne.",
    },
    "back_to_new": {
        "en": "New again after work had begun; the ticket does not become new twice.",
        "pl": "Ponownie nowy po rozpoczęciu pracy; zgłoszenie nie staje się nowe drugi raz.",
    },
    "out_of_order": {
        "en": "The time {value} is before that of the row before; the order of the updates was kept.",
        "pl": "Czas {value} jest wcześniejszy niż w poprzednim wierszu; zachowano kolejność zmian.",
    },
    "mod_count_repeated": {
        "en": "The update number {value} occurs more than once; the rows stand as in the file.",
        "pl": "Numer zmiany {value} powtarza się; wiersze są w kolejności z pliku.",
    },
    "mod_count_unreadable": {
        "en": "“{value}” is no update number; the row stands where it stood in the file.",
        "pl": "„{value}” nie jest numerem zmiany; wiersz pozostał na swoim miejscu z pliku.",
    },
    "priority_unknown": {
        "en": "The priority “{value}” is not known and was not changed (at the opening: normal).",
        "pl": "Priorytet „{value}” jest nieznany i nie został zmieniony (przy otwarciu: normalny).",
    },
    "impact_unknown": {"en": "The impact “{value}” is not known.", "pl": "Wpływ „{value}” jest nieznany."},
    "urgency_unknown": {"en": "The urgency “{value}” is not known.", "pl": "Pilność „{value}” jest nieznana."},
    "resolved_at_differs": {
        "en": "The log gives {value} as the time of resolution, but the row that resolved it has another.",
        "pl": "Dziennik podaje {value} jako czas rozwiązania, ale wiersz rozwiązania ma inny.",
    },
    "closed_at_differs": {
        "en": "The log gives {value} as the time of closing, but this row has another.",
        "pl": "Dziennik podaje {value} jako czas zamknięcia, ale ten wiersz ma inny.",
    },
    "cells_surplus": {
        "en": "The row has more cells than there are columns; these are kept as a note: {value}.",
        "pl": "Wiersz ma więcej komórek niż jest kolumn; zapisano je w uwadze: {value}.",
    },
    "cells_missing": {
        "en": "The row has fewer cells than there are columns.",
        "pl": "Wiersz ma mniej komórek niż jest kolumn.",
    },
    "label_cut": {
        "en": "{column} is longer than 200 letters; the whole is kept as a note.",
        "pl": "{column} ma ponad 200 znaków; całość zapisano w uwadze.",
    },
    "history_refused": {
        "en": "The ticket was refused: {value}.",
        "pl": "Zgłoszenie zostało odrzucone: {value}.",
    },
    "move_refused": {
        "en": "The update was not taken as it came: {value}.",
        "pl": "Zmiany nie przyjęto w tej postaci: {value}.",
    },
}

TABLES: dict[str, dict[Language, str]] = {
    "header_missing": {
        "en": "{path} has no line with headings that are known here.",
        "pl": "W pliku {path} nie ma wiersza ze znanymi nagłówkami kolumn.",
    },
    "value_missing": {"en": "{column} must not be empty.", "pl": "Kolumna {column} nie może być pusta."},
    "text_too_long": {"en": "{column} is too long.", "pl": "Wartość w kolumnie {column} jest za długa."},
    "cell_is_an_error": {
        "en": "{column} holds an error of the spreadsheet: {value}.",
        "pl": "Kolumna {column} zawiera błąd arkusza: {value}.",
    },
    "date_unreadable": {
        "en": "{column}: “{value}” is no date. Write it as 31.12.2026 or 2026-12-31.",
        "pl": "{column}: „{value}” nie jest datą. Zapisz ją jako 31.12.2026 lub 2026-12-31.",
    },
    "dates_crossed": {
        "en": "{column}: the later day is before the earlier one ({value}).",
        "pl": "{column}: późniejszy dzień wypada przed wcześniejszym ({value}).",
    },
    "amount_unreadable": {
        "en": "{column}: “{value}” is no amount. Write it as 1234,56 or 1234.56.",
        "pl": "{column}: „{value}” nie jest kwotą. Zapisz ją jako 1234,56 lub 1234.56.",
    },
    "amount_ambiguous": {
        "en": "{column}: “{value}” can be read as thousands or as decimals. Write two decimals, or none and no sign.",
        "pl": "{column}: „{value}” można odczytać jako tysiące lub ułamek. Zapisz dwie cyfry po przecinku albo samą liczbę.",
    },
    "amount_negative": {"en": "{column} cannot be negative: {value}.", "pl": "{column} nie może być ujemna: {value}."},
    "currency_unknown": {
        "en": "{column}: the currency in “{value}” is not known. Use a code such as PLN or EUR.",
        "pl": "{column}: nieznana waluta w „{value}”. Użyj kodu, na przykład PLN lub EUR.",
    },
    "email_unreadable": {
        "en": "{column}: “{value}” is no email address.",
        "pl": "{column}: „{value}” nie jest adresem e-mail.",
    },
    "not_yes_or_no": {
        "en": "{column}: “{value}” is neither yes nor no.",
        "pl": "{column}: „{value}” to ani tak, ani nie.",
    },
    "term_unreadable": {
        "en": "{column}: “{value}” is no length of time between 1 month and 50 years.",
        "pl": "{column}: „{value}” nie jest okresem od 1 miesiąca do 50 lat.",
    },
    "not_in_the_list": {
        "en": "{column}: “{value}” is none of the values known here.",
        "pl": "{column}: „{value}” nie jest jedną ze znanych wartości.",
    },
    "repeated_in_file": {
        "en": "{column}: the same stands in line {value} already.",
        "pl": "{column}: ta sama wartość jest już w wierszu {value}.",
    },
    "own_manager": {
        "en": "{column}: nobody is their own manager ({value}).",
        "pl": "{column}: nikt nie jest swoim przełożonym ({value}).",
    },
    "person_unknown": {
        "en": "{column}: there is no person with the email {value}. Import people first.",
        "pl": "{column}: nie ma osoby z adresem {value}. Najpierw zaimportuj osoby.",
    },
    "person_has_left": {
        "en": "{column}: {value} has left and cannot hold anything.",
        "pl": "{column}: {value} już nie pracuje i nie może mieć sprzętu.",
    },
    "stock_with_holder": {
        "en": "{column}: in stock and with a holder ({value}) at once.",
        "pl": "{column}: jednocześnie w magazynie i u użytkownika ({value}).",
    },
    "use_without_holder": {
        "en": "{column}: in use, but nobody has it.",
        "pl": "{column}: w użyciu, ale nikt go nie ma.",
    },
    "model_unknown": {
        "en": "{column}: the model “{value}” is not in the catalogue; the asset is taken over without it.",
        "pl": "{column}: modelu „{value}” nie ma w katalogu; sprzęt przyjęto bez niego.",
    },
    "holder_differs": {
        "en": "Here “{value}” has it; a holder is changed by a hand-over, not by an import.",
        "pl": "Tutaj ma go „{value}”; użytkownika zmienia się przez przekazanie, nie przez import.",
    },
    "row_refused": {"en": "Refused: {value}.", "pl": "Odrzucono: {value}."},
}

MESSAGES: dict[str, dict[Language, str]] = {**FILES, **INCIDENTS, **TABLES}
