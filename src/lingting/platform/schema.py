"""Row-level security: the statements that keep one company's rows from another's eyes."""

from lingting.platform.login import APP_ROLE

OF_TENANT = "tenant_id = NULLIF(current_setting('lingting.tenant_id', true), '')::uuid"


def secure(table: str, *, append_only: bool = False) -> list[str]:
    """What a migration runs after creating a company's table.

    `append_only` leaves no policy and no right by which a row could be changed or removed.
    """
    statements = [
        f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY",
        f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY",
        f"GRANT SELECT, INSERT, UPDATE, DELETE ON {table} TO {APP_ROLE}",
    ]
    if append_only:
        return [
            *statements,
            f"CREATE POLICY of_tenant_read ON {table} FOR SELECT USING ({OF_TENANT})",
            f"CREATE POLICY of_tenant_add ON {table} FOR INSERT WITH CHECK ({OF_TENANT})",
            f"REVOKE UPDATE, DELETE, TRUNCATE ON {table} FROM {APP_ROLE}",
        ]
    policy = f"CREATE POLICY of_tenant ON {table} USING ({OF_TENANT}) WITH CHECK ({OF_TENANT})"
    return [*statements, policy]
