"""Lists in the order of names: of the Polish alphabet, which keeps the order of the English one."""

from chassis.database.migration_environment import execute

revision = "0005"
down_revision = "0004"

# The same as in panel/collation.py: a letter with a mark comes after all words with the plain one. No collation of
# PostgreSQL does it everywhere (the embedded one is built without ICU).
_MARKED = {"ą": "a", "ć": "c", "ę": "e", "ł": "l", "ń": "n", "ó": "o", "ś": "s", "ź": "z"}


def alphabetical(made: str, lowered: str) -> str:
    """The function `alphabetical`, `made` by these words, of a name in small letters."""
    text = f"replace({lowered}, 'ż', 'z' || repeat(chr(65535), 2))"
    for marked, plain in _MARKED.items():
        text = f"replace({text}, '{marked}', '{plain}' || chr(65535))"
    return (
        f"{made} FUNCTION alphabetical(name text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE "
        f'RETURN ({text}) COLLATE "C"'
    )


def upgrade() -> None:
    execute(alphabetical("CREATE", "lower(name)"))
    execute("GRANT EXECUTE ON FUNCTION alphabetical(text) TO PUBLIC")
