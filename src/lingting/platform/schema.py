"""Row-level security: the statements that keep one company's rows from another's eyes."""

import sqlalchemy as sa

from lingting.platform.db import APP_ROLE
from lingting.platform.tables import metadata

OF_TENANT = "tenant_id = NULLIF(current_setting('lingting.tenant_id', true), '')::uuid"


def secure(table: sa.Table) -> list[str]:
    """What a migration runs after creating a company's table.

    `info={"append_only": True}` leaves no policy by which a row could be changed or removed.
    """
    name = table.name
    statements = [
        f"ALTER TABLE {name} ENABLE ROW LEVEL SECURITY",
        f"ALTER TABLE {name} FORCE ROW LEVEL SECURITY",
    ]
    if table.info.get("append_only"):
        return [
            *statements,
            f"CREATE POLICY of_tenant_read ON {name} FOR SELECT USING ({OF_TENANT})",
            f"CREATE POLICY of_tenant_add ON {name} FOR INSERT WITH CHECK ({OF_TENANT})",
        ]
    policy = f"CREATE POLICY of_tenant ON {name} USING ({OF_TENANT}) WITH CHECK ({OF_TENANT})"
    return [*statements, policy]


def grant() -> list[str]:
    """What lets the application's role, which owns nothing, do its work."""
    return [
        f"GRANT USAGE ON SCHEMA public TO {APP_ROLE}",
        f"GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO {APP_ROLE}",
        f"GRANT USAGE, SELECT, UPDATE ON ALL SEQUENCES IN SCHEMA public TO {APP_ROLE}",
        f"GRANT EXECUTE ON ALL FUNCTIONS IN SCHEMA public TO {APP_ROLE}",
        *(
            f"REVOKE UPDATE, DELETE, TRUNCATE ON {table.name} FROM {APP_ROLE}"
            for table in metadata.sorted_tables
            if table.info.get("append_only")
        ),
    ]
