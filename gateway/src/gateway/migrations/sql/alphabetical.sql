-- The key by which names are put in the order of the Polish alphabet, which keeps the order of the English one: a letter with
-- a mark comes after all words with the plain one. The same as in panel/collation.py; no collation of PostgreSQL does it
-- everywhere (the embedded one is built without ICU).
CREATE FUNCTION alphabetical(name text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE RETURN (
  replace(replace(replace(replace(replace(replace(replace(replace(replace(lower(name COLLATE pg_c_utf8),
    'ż', 'z' || repeat(chr(65535), 2)),
    'ą', 'a' || chr(65535)),
    'ć', 'c' || chr(65535)),
    'ę', 'e' || chr(65535)),
    'ł', 'l' || chr(65535)),
    'ń', 'n' || chr(65535)),
    'ó', 'o' || chr(65535)),
    'ś', 's' || chr(65535)),
    'ź', 'z' || chr(65535))) COLLATE "C";
GRANT EXECUTE ON FUNCTION alphabetical(text) TO PUBLIC;
