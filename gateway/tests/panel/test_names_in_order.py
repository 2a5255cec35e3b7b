"""Lists of names stand in the order people look for them in."""

from gateway.panel.collation import polish_sort_key


def test_polish_letters_stand_after_their_plain_ones() -> None:
    names = [
        "Żak",
        "Zych",
        "Źrebiec",
        "Łoś",
        "Lis",
        "Luty",
        "Mak",
        "Ćma",
        "Cyran",
        "adam",
        "Ądam",
        "Azor",
        "Ósmak",
        "Opoka",
    ]

    assert sorted(names, key=polish_sort_key) == [
        "adam", "Azor", "Ądam", "Cyran", "Ćma", "Lis", "Luty", "Łoś", "Mak", "Opoka", "Ósmak", "Zych", "Źrebiec", "Żak",
    ]  # fmt: skip
