-- Projections of the event log for reports. Never edited: later changes are migrations of their own.

CREATE TABLE report_places (
    tenant_id UUID NOT NULL,
    seq BIGINT NOT NULL,
    version INTEGER NOT NULL,
    CONSTRAINT pk_report_places PRIMARY KEY (tenant_id)
);
ALTER TABLE report_places ENABLE ROW LEVEL SECURITY;
ALTER TABLE report_places FORCE ROW LEVEL SECURITY;
GRANT SELECT, INSERT, UPDATE, DELETE ON report_places TO lingting_app;
CREATE POLICY of_tenant ON report_places USING (tenant_id = NULLIF(current_setting('lingting.tenant_id', true), '')::uuid) WITH CHECK (tenant_id = NULLIF(current_setting('lingting.tenant_id', true), '')::uuid);

CREATE TABLE report_contacts (
    tenant_id UUID NOT NULL,
    id UUID NOT NULL,
    direction TEXT NOT NULL,
    began_at TIMESTAMP WITH TIME ZONE NOT NULL,
    ended_at TIMESTAMP WITH TIME ZONE,
    number_key TEXT NOT NULL,
    customer UUID,
    flow UUID,
    answered_at TIMESTAMP WITH TIME ZONE,
    connected_at TIMESTAMP WITH TIME ZONE,
    queue UUID,
    agent UUID,
    visits INTEGER NOT NULL,
    transfers INTEGER NOT NULL,
    wait_ms BIGINT DEFAULT '0' NOT NULL,
    talk_ms BIGINT DEFAULT '0' NOT NULL,
    hold_ms BIGINT DEFAULT '0' NOT NULL,
    left_flow TEXT,
    left_node TEXT,
    outcome TEXT,
    by TEXT,
    CONSTRAINT pk_report_contacts PRIMARY KEY (tenant_id, id)
);
CREATE INDEX ix_report_contacts_began ON report_contacts (tenant_id, began_at);
CREATE INDEX ix_report_contacts_number ON report_contacts (tenant_id, number_key, began_at);
ALTER TABLE report_contacts ENABLE ROW LEVEL SECURITY;
ALTER TABLE report_contacts FORCE ROW LEVEL SECURITY;
GRANT SELECT, INSERT, UPDATE, DELETE ON report_contacts TO lingting_app;
CREATE POLICY of_tenant ON report_contacts USING (tenant_id = NULLIF(current_setting('lingting.tenant_id', true), '')::uuid) WITH CHECK (tenant_id = NULLIF(current_setting('lingting.tenant_id', true), '')::uuid);

CREATE TABLE report_visits (
    tenant_id UUID NOT NULL,
    id UUID NOT NULL,
    call UUID NOT NULL,
    position INTEGER NOT NULL,
    queue UUID NOT NULL,
    channel TEXT NOT NULL,
    origin TEXT NOT NULL,
    arrived_at TIMESTAMP WITH TIME ZONE NOT NULL,
    enqueued_at TIMESTAMP WITH TIME ZONE NOT NULL,
    asked_at TIMESTAMP WITH TIME ZONE,
    ended_at TIMESTAMP WITH TIME ZONE,
    outcome TEXT,
    why TEXT,
    ringing BOOLEAN NOT NULL,
    agent UUID,
    offers INTEGER NOT NULL,
    wait_ms BIGINT,
    ring_ms BIGINT DEFAULT '0' NOT NULL,
    talk_ms BIGINT DEFAULT '0' NOT NULL,
    hold_ms BIGINT DEFAULT '0' NOT NULL,
    holds INTEGER NOT NULL,
    longest_hold_ms BIGINT DEFAULT '0' NOT NULL,
    talk_ended_at TIMESTAMP WITH TIME ZONE,
    transferred_to TEXT,
    wrap_ms BIGINT,
    CONSTRAINT pk_report_visits PRIMARY KEY (tenant_id, id)
);
CREATE INDEX ix_report_visits_arrived ON report_visits (tenant_id, arrived_at);
CREATE INDEX ix_report_visits_call ON report_visits (tenant_id, call);
CREATE INDEX ix_report_visits_queue ON report_visits (tenant_id, queue, arrived_at);
ALTER TABLE report_visits ENABLE ROW LEVEL SECURITY;
ALTER TABLE report_visits FORCE ROW LEVEL SECURITY;
GRANT SELECT, INSERT, UPDATE, DELETE ON report_visits TO lingting_app;
CREATE POLICY of_tenant ON report_visits USING (tenant_id = NULLIF(current_setting('lingting.tenant_id', true), '')::uuid) WITH CHECK (tenant_id = NULLIF(current_setting('lingting.tenant_id', true), '')::uuid);

CREATE TABLE report_rings (
    tenant_id UUID NOT NULL,
    id UUID NOT NULL,
    call UUID NOT NULL,
    item UUID NOT NULL,
    queue UUID NOT NULL,
    agent UUID NOT NULL,
    began_at TIMESTAMP WITH TIME ZONE NOT NULL,
    ended_at TIMESTAMP WITH TIME ZONE,
    result TEXT,
    CONSTRAINT pk_report_rings PRIMARY KEY (tenant_id, id)
);
CREATE INDEX ix_report_rings_agent ON report_rings (tenant_id, agent, began_at);
CREATE INDEX ix_report_rings_call ON report_rings (tenant_id, call);
ALTER TABLE report_rings ENABLE ROW LEVEL SECURITY;
ALTER TABLE report_rings FORCE ROW LEVEL SECURITY;
GRANT SELECT, INSERT, UPDATE, DELETE ON report_rings TO lingting_app;
CREATE POLICY of_tenant ON report_rings USING (tenant_id = NULLIF(current_setting('lingting.tenant_id', true), '')::uuid) WITH CHECK (tenant_id = NULLIF(current_setting('lingting.tenant_id', true), '')::uuid);

CREATE TABLE report_talks (
    tenant_id UUID NOT NULL,
    call UUID NOT NULL,
    position INTEGER NOT NULL,
    agent UUID NOT NULL,
    queue UUID,
    item UUID,
    direction TEXT NOT NULL,
    began_at TIMESTAMP WITH TIME ZONE NOT NULL,
    ended_at TIMESTAMP WITH TIME ZONE,
    talk_ms BIGINT DEFAULT '0' NOT NULL,
    hold_ms BIGINT DEFAULT '0' NOT NULL,
    holds INTEGER NOT NULL,
    longest_hold_ms BIGINT DEFAULT '0' NOT NULL,
    ended_by TEXT,
    transferred_to TEXT,
    CONSTRAINT pk_report_talks PRIMARY KEY (tenant_id, call, position)
);
CREATE INDEX ix_report_talks_agent ON report_talks (tenant_id, agent, began_at);
CREATE INDEX ix_report_talks_began ON report_talks (tenant_id, began_at);
ALTER TABLE report_talks ENABLE ROW LEVEL SECURITY;
ALTER TABLE report_talks FORCE ROW LEVEL SECURITY;
GRANT SELECT, INSERT, UPDATE, DELETE ON report_talks TO lingting_app;
CREATE POLICY of_tenant ON report_talks USING (tenant_id = NULLIF(current_setting('lingting.tenant_id', true), '')::uuid) WITH CHECK (tenant_id = NULLIF(current_setting('lingting.tenant_id', true), '')::uuid);

CREATE TABLE report_steps (
    tenant_id UUID NOT NULL,
    call UUID NOT NULL,
    position INTEGER NOT NULL,
    flow TEXT NOT NULL,
    node TEXT NOT NULL,
    verb TEXT NOT NULL,
    entered_at TIMESTAMP WITH TIME ZONE NOT NULL,
    left_at TIMESTAMP WITH TIME ZONE,
    next_step TEXT,
    exit TEXT,
    after_talk BOOLEAN NOT NULL,
    CONSTRAINT pk_report_steps PRIMARY KEY (tenant_id, call, position)
);
CREATE INDEX ix_report_steps_node ON report_steps (tenant_id, flow, node, entered_at);
ALTER TABLE report_steps ENABLE ROW LEVEL SECURITY;
ALTER TABLE report_steps FORCE ROW LEVEL SECURITY;
GRANT SELECT, INSERT, UPDATE, DELETE ON report_steps TO lingting_app;
CREATE POLICY of_tenant ON report_steps USING (tenant_id = NULLIF(current_setting('lingting.tenant_id', true), '')::uuid) WITH CHECK (tenant_id = NULLIF(current_setting('lingting.tenant_id', true), '')::uuid);

CREATE TABLE report_asked (
    tenant_id UUID NOT NULL,
    call UUID NOT NULL,
    position INTEGER NOT NULL,
    at TIMESTAMP WITH TIME ZONE NOT NULL,
    agent UUID,
    queue UUID,
    item UUID,
    scale TEXT,
    key TEXT,
    score INTEGER,
    label_zh TEXT,
    label_en TEXT,
    after_talk BOOLEAN NOT NULL,
    CONSTRAINT pk_report_asked PRIMARY KEY (tenant_id, call, position)
);
CREATE INDEX ix_report_asked_at ON report_asked (tenant_id, at);
ALTER TABLE report_asked ENABLE ROW LEVEL SECURITY;
ALTER TABLE report_asked FORCE ROW LEVEL SECURITY;
GRANT SELECT, INSERT, UPDATE, DELETE ON report_asked TO lingting_app;
CREATE POLICY of_tenant ON report_asked USING (tenant_id = NULLIF(current_setting('lingting.tenant_id', true), '')::uuid) WITH CHECK (tenant_id = NULLIF(current_setting('lingting.tenant_id', true), '')::uuid);

CREATE TABLE report_spans (
    tenant_id UUID NOT NULL,
    agent UUID NOT NULL,
    began_at TIMESTAMP WITH TIME ZONE NOT NULL,
    ended_at TIMESTAMP WITH TIME ZONE,
    kind TEXT NOT NULL,
    reason TEXT,
    call UUID,
    item UUID,
    queue UUID,
    CONSTRAINT pk_report_spans PRIMARY KEY (tenant_id, agent, began_at)
);
CREATE INDEX ix_report_spans_began ON report_spans (tenant_id, began_at);
CREATE INDEX ix_report_spans_item ON report_spans (tenant_id, item);
CREATE UNIQUE INDEX uq_report_spans_open ON report_spans (tenant_id, agent) WHERE ended_at IS NULL;
ALTER TABLE report_spans ENABLE ROW LEVEL SECURITY;
ALTER TABLE report_spans FORCE ROW LEVEL SECURITY;
GRANT SELECT, INSERT, UPDATE, DELETE ON report_spans TO lingting_app;
CREATE POLICY of_tenant ON report_spans USING (tenant_id = NULLIF(current_setting('lingting.tenant_id', true), '')::uuid) WITH CHECK (tenant_id = NULLIF(current_setting('lingting.tenant_id', true), '')::uuid);

CREATE TABLE report_attending (
    tenant_id UUID NOT NULL,
    agent UUID NOT NULL,
    state JSONB NOT NULL,
    CONSTRAINT pk_report_attending PRIMARY KEY (tenant_id, agent)
);
ALTER TABLE report_attending ENABLE ROW LEVEL SECURITY;
ALTER TABLE report_attending FORCE ROW LEVEL SECURITY;
GRANT SELECT, INSERT, UPDATE, DELETE ON report_attending TO lingting_app;
CREATE POLICY of_tenant ON report_attending USING (tenant_id = NULLIF(current_setting('lingting.tenant_id', true), '')::uuid) WITH CHECK (tenant_id = NULLIF(current_setting('lingting.tenant_id', true), '')::uuid);

CREATE TABLE report_nodes (
    tenant_id UUID NOT NULL,
    flow TEXT NOT NULL,
    node TEXT NOT NULL,
    seq BIGINT NOT NULL,
    verb TEXT NOT NULL,
    title_zh TEXT NOT NULL,
    title_en TEXT NOT NULL,
    CONSTRAINT pk_report_nodes PRIMARY KEY (tenant_id, flow, node)
);
ALTER TABLE report_nodes ENABLE ROW LEVEL SECURITY;
ALTER TABLE report_nodes FORCE ROW LEVEL SECURITY;
GRANT SELECT, INSERT, UPDATE, DELETE ON report_nodes TO lingting_app;
CREATE POLICY of_tenant ON report_nodes USING (tenant_id = NULLIF(current_setting('lingting.tenant_id', true), '')::uuid) WITH CHECK (tenant_id = NULLIF(current_setting('lingting.tenant_id', true), '')::uuid);

CREATE TABLE report_queue_sums (
    tenant_id UUID NOT NULL,
    start TIMESTAMP WITH TIME ZONE NOT NULL,
    queue UUID NOT NULL,
    offered BIGINT DEFAULT '0' NOT NULL,
    from_first BIGINT DEFAULT '0' NOT NULL,
    from_overflow BIGINT DEFAULT '0' NOT NULL,
    from_transfer BIGINT DEFAULT '0' NOT NULL,
    from_return BIGINT DEFAULT '0' NOT NULL,
    answered BIGINT DEFAULT '0' NOT NULL,
    abandoned BIGINT DEFAULT '0' NOT NULL,
    overflowed BIGINT DEFAULT '0' NOT NULL,
    messages BIGINT DEFAULT '0' NOT NULL,
    in_progress BIGINT DEFAULT '0' NOT NULL,
    abandoned_ringing BIGINT DEFAULT '0' NOT NULL,
    answer_wait_ms BIGINT DEFAULT '0' NOT NULL,
    abandon_wait_ms BIGINT DEFAULT '0' NOT NULL,
    other_wait_ms BIGINT DEFAULT '0' NOT NULL,
    longest_wait_ms BIGINT DEFAULT '0' NOT NULL,
    ring_ms BIGINT DEFAULT '0' NOT NULL,
    talk_ms BIGINT DEFAULT '0' NOT NULL,
    hold_ms BIGINT DEFAULT '0' NOT NULL,
    held BIGINT DEFAULT '0' NOT NULL,
    longest_hold_ms BIGINT DEFAULT '0' NOT NULL,
    wrap_ms BIGINT DEFAULT '0' NOT NULL,
    transferred BIGINT DEFAULT '0' NOT NULL,
    asked BIGINT DEFAULT '0' NOT NULL,
    score_sum BIGINT DEFAULT '0' NOT NULL,
    answer_waits INTEGER[] DEFAULT '{}'::integer[] NOT NULL,
    queue_waits INTEGER[] DEFAULT '{}'::integer[] NOT NULL,
    abandon_waits INTEGER[] DEFAULT '{}'::integer[] NOT NULL,
    asked_waits INTEGER[] DEFAULT '{}'::integer[] NOT NULL,
    scores INTEGER[] DEFAULT '{}'::integer[] NOT NULL,
    CONSTRAINT pk_report_queue_sums PRIMARY KEY (tenant_id, start, queue)
);
ALTER TABLE report_queue_sums ENABLE ROW LEVEL SECURITY;
ALTER TABLE report_queue_sums FORCE ROW LEVEL SECURITY;
GRANT SELECT, INSERT, UPDATE, DELETE ON report_queue_sums TO lingting_app;
CREATE POLICY of_tenant ON report_queue_sums USING (tenant_id = NULLIF(current_setting('lingting.tenant_id', true), '')::uuid) WITH CHECK (tenant_id = NULLIF(current_setting('lingting.tenant_id', true), '')::uuid);

CREATE TABLE report_agent_sums (
    tenant_id UUID NOT NULL,
    start TIMESTAMP WITH TIME ZONE NOT NULL,
    agent UUID NOT NULL,
    queue UUID NOT NULL,
    logged_in_ms BIGINT DEFAULT '0' NOT NULL,
    idle_ms BIGINT DEFAULT '0' NOT NULL,
    busy_ms BIGINT DEFAULT '0' NOT NULL,
    do_not_disturb_ms BIGINT DEFAULT '0' NOT NULL,
    ringing_ms BIGINT DEFAULT '0' NOT NULL,
    dialling_ms BIGINT DEFAULT '0' NOT NULL,
    talking_ms BIGINT DEFAULT '0' NOT NULL,
    holding_ms BIGINT DEFAULT '0' NOT NULL,
    reconnecting_ms BIGINT DEFAULT '0' NOT NULL,
    wrapping_ms BIGINT DEFAULT '0' NOT NULL,
    offers BIGINT DEFAULT '0' NOT NULL,
    accepted BIGINT DEFAULT '0' NOT NULL,
    rejected BIGINT DEFAULT '0' NOT NULL,
    unreachable BIGINT DEFAULT '0' NOT NULL,
    missed BIGINT DEFAULT '0' NOT NULL,
    withdrawn BIGINT DEFAULT '0' NOT NULL,
    talks_in BIGINT DEFAULT '0' NOT NULL,
    talks_out BIGINT DEFAULT '0' NOT NULL,
    held BIGINT DEFAULT '0' NOT NULL,
    transferred BIGINT DEFAULT '0' NOT NULL,
    one_stop BIGINT DEFAULT '0' NOT NULL,
    longest_hold_ms BIGINT DEFAULT '0' NOT NULL,
    longest_talk_ms BIGINT DEFAULT '0' NOT NULL,
    asked BIGINT DEFAULT '0' NOT NULL,
    score_sum BIGINT DEFAULT '0' NOT NULL,
    scores INTEGER[] DEFAULT '{}'::integer[] NOT NULL,
    CONSTRAINT pk_report_agent_sums PRIMARY KEY (tenant_id, start, agent, queue)
);
ALTER TABLE report_agent_sums ENABLE ROW LEVEL SECURITY;
ALTER TABLE report_agent_sums FORCE ROW LEVEL SECURITY;
GRANT SELECT, INSERT, UPDATE, DELETE ON report_agent_sums TO lingting_app;
CREATE POLICY of_tenant ON report_agent_sums USING (tenant_id = NULLIF(current_setting('lingting.tenant_id', true), '')::uuid) WITH CHECK (tenant_id = NULLIF(current_setting('lingting.tenant_id', true), '')::uuid);

CREATE TABLE report_busy_sums (
    tenant_id UUID NOT NULL,
    start TIMESTAMP WITH TIME ZONE NOT NULL,
    agent UUID NOT NULL,
    reason TEXT NOT NULL,
    spent_ms BIGINT DEFAULT '0' NOT NULL,
    CONSTRAINT pk_report_busy_sums PRIMARY KEY (tenant_id, start, agent, reason)
);
ALTER TABLE report_busy_sums ENABLE ROW LEVEL SECURITY;
ALTER TABLE report_busy_sums FORCE ROW LEVEL SECURITY;
GRANT SELECT, INSERT, UPDATE, DELETE ON report_busy_sums TO lingting_app;
CREATE POLICY of_tenant ON report_busy_sums USING (tenant_id = NULLIF(current_setting('lingting.tenant_id', true), '')::uuid) WITH CHECK (tenant_id = NULLIF(current_setting('lingting.tenant_id', true), '')::uuid);

CREATE TABLE report_contact_sums (
    tenant_id UUID NOT NULL,
    start TIMESTAMP WITH TIME ZONE NOT NULL,
    direction TEXT NOT NULL,
    flow UUID NOT NULL,
    outcome TEXT NOT NULL,
    queued BOOLEAN NOT NULL,
    contacts BIGINT DEFAULT '0' NOT NULL,
    whole_ms BIGINT DEFAULT '0' NOT NULL,
    wait_ms BIGINT DEFAULT '0' NOT NULL,
    talk_ms BIGINT DEFAULT '0' NOT NULL,
    transfers BIGINT DEFAULT '0' NOT NULL,
    CONSTRAINT pk_report_contact_sums PRIMARY KEY (tenant_id, start, direction, flow, outcome, queued)
);
ALTER TABLE report_contact_sums ENABLE ROW LEVEL SECURITY;
ALTER TABLE report_contact_sums FORCE ROW LEVEL SECURITY;
GRANT SELECT, INSERT, UPDATE, DELETE ON report_contact_sums TO lingting_app;
CREATE POLICY of_tenant ON report_contact_sums USING (tenant_id = NULLIF(current_setting('lingting.tenant_id', true), '')::uuid) WITH CHECK (tenant_id = NULLIF(current_setting('lingting.tenant_id', true), '')::uuid);

CREATE TABLE report_step_sums (
    tenant_id UUID NOT NULL,
    start TIMESTAMP WITH TIME ZONE NOT NULL,
    flow TEXT NOT NULL,
    node TEXT NOT NULL,
    target TEXT NOT NULL,
    entered BIGINT DEFAULT '0' NOT NULL,
    spent_ms BIGINT DEFAULT '0' NOT NULL,
    CONSTRAINT pk_report_step_sums PRIMARY KEY (tenant_id, start, flow, node, target)
);
ALTER TABLE report_step_sums ENABLE ROW LEVEL SECURITY;
ALTER TABLE report_step_sums FORCE ROW LEVEL SECURITY;
GRANT SELECT, INSERT, UPDATE, DELETE ON report_step_sums TO lingting_app;
CREATE POLICY of_tenant ON report_step_sums USING (tenant_id = NULLIF(current_setting('lingting.tenant_id', true), '')::uuid) WITH CHECK (tenant_id = NULLIF(current_setting('lingting.tenant_id', true), '')::uuid);
