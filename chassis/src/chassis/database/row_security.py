"""Composes the SQL that migrations run for roles, rights and row-level security by the transaction's clients (law 6).

The role `<service>_app` serves requests and reactions under row-level security. The role `<service>_system` runs the relay,
the feed and projections. Neither role owns anything.
"""


def role_statements(name: str, password: str | None) -> list[str]:
    """Returns SQL that creates the role `name` when it is missing. The role may log in, owns nothing and bypasses nothing."""
    secret = f" PASSWORD '{password.replace(chr(39), chr(39) * 2)}'" if password else ""
    return [
        f"DO $$ BEGIN CREATE ROLE {name} LOGIN NOBYPASSRLS{secret}; EXCEPTION WHEN duplicate_object "
        f"OR unique_violation THEN NULL; END $$",
        f"GRANT USAGE ON SCHEMA public TO {name}",
    ]


# The subselect makes PostgreSQL read the setting once per statement instead of once per row.
SCOPE = "(SELECT string_to_array(nullif(current_setting('app.clients', true), ''), ','))::uuid[]"
"""SQL expression for the clients of the transaction, an array of UUIDs."""


def scoped_table(table: str, service: str, column: str = "client_id", *, append_only: bool = False) -> str:
    """Returns SQL that forces row-level security by the transaction's clients on a table whose rows have a client (law 6)."""
    rights = "SELECT, INSERT" if append_only else "SELECT, INSERT, UPDATE, DELETE"
    return _secured(table, service, f"{column} = ANY ({SCOPE})", rights)


def unforced(script: str, *tables: str) -> str:
    """Returns the script wrapped so that row-level security is not forced on the owner of these tables while it runs."""
    lifted = "".join(f"ALTER TABLE {table} NO FORCE ROW LEVEL SECURITY;\n" for table in tables)
    return f"{lifted}{script};\n{lifted.replace('NO FORCE', 'FORCE')}"


def _secured(table: str, service: str, visible: str, rights: str) -> str:
    return f"""
ALTER TABLE {table} ENABLE ROW LEVEL SECURITY;
ALTER TABLE {table} FORCE ROW LEVEL SECURITY;
CREATE POLICY scoped ON {table} TO {service}_app USING ({visible}) WITH CHECK ({visible});
CREATE POLICY everything ON {table} TO {service}_system USING (true) WITH CHECK (true);
GRANT {rights} ON {table} TO {service}_app, {service}_system;
"""


def journal_rights(service: str) -> str:
    """Returns SQL that grants rights on the journal's tables. Journal lines can be added, but never changed or deleted.

    An unreadable message belongs to no client, so every inbox may park it.
    """
    app, system = f"{service}_app", f"{service}_system"
    parked = f"client_id IS NULL OR client_id = ANY ({SCOPE})"
    return (
        scoped_table("journal", service, append_only=True)
        + _secured("parked", service, parked, "SELECT, INSERT, UPDATE")
        + f"""
GRANT SELECT, UPDATE ON journal_shard TO {app}, {system};
GRANT SELECT, INSERT, UPDATE ON inbox TO {app}, {system};
GRANT SELECT ON journal_generation TO {app};
GRANT SELECT, INSERT, UPDATE ON journal_generation, relay_mark, lease TO {system};
"""
    )
