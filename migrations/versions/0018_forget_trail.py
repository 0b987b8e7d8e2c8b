"""The trail may be forgotten from its old end, by a function with the owner's rights alone."""

from alembic import op

from lingting.platform.login import APP_ROLE
from lingting.platform.schema import OF_TENANT

revision = "0018"
down_revision = "0017"

LEAST_MONTHS, MONTHS_UNLESS_CHOSEN = 6, 60


def upgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    # The trail's owner is under its policies as well: without this one he could remove nothing.
    op.execute(
        f"CREATE POLICY of_tenant_forget ON audit_log FOR DELETE"
        f" USING ({OF_TENANT} AND at < now() - interval '{LEAST_MONTHS} months')"
    )
    # The entry's id is a UUIDv7, as all of the product's: the trail is read in their order.
    op.execute(f"""
        CREATE FUNCTION forget_trail(asked timestamptz) RETURNS bigint
        LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
        DECLARE
          tenant uuid := NULLIF(current_setting('lingting.tenant_id', true), '')::uuid;
          chosen int := (SELECT (value #>> '{{}}')::int FROM public.tenant_settings
                         WHERE tenant_id = tenant AND key = 'keep_audit_months');
          kept int := greatest({LEAST_MONTHS}, coalesce(chosen, {MONTHS_UNLESS_CHOSEN}));
          before timestamptz := least(asked, now() - make_interval(months => kept));
          gone bigint;
        BEGIN
          DELETE FROM public.audit_log WHERE tenant_id = tenant AND at < before;
          GET DIAGNOSTICS gone = ROW_COUNT;
          IF gone > 0 THEN
            INSERT INTO public.audit_log (tenant_id, id, at, action, target, details)
            VALUES (
              tenant,
              encode(set_bit(set_bit(overlay(
                uuid_send(gen_random_uuid()) PLACING
                substring(int8send((extract(epoch FROM now()) * 1000)::bigint) FROM 3)
                FROM 1 FOR 6), 52, 1), 53, 1), 'hex')::uuid,
              now(), 'audit.forget', 'audit',
              jsonb_build_object('before', before, 'entries', gone)
            );
          END IF;
          RETURN gone;
        END $$
    """)
    op.execute("REVOKE EXECUTE ON FUNCTION forget_trail FROM PUBLIC")
    op.execute(f"GRANT EXECUTE ON FUNCTION forget_trail TO {APP_ROLE}")


def downgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    op.execute("DROP FUNCTION forget_trail")
    op.execute("DROP POLICY of_tenant_forget ON audit_log")
