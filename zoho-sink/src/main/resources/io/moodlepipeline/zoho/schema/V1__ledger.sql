-- What Zoho holds because we wrote it. A record is known by the tenant, the Zoho organisation, its role (STUDENT, ENROLMENT or GRADE, since
-- modules can be renamed) and its key made of Moodle's ids.

CREATE TABLE zoho.entry (
    tenant             text        NOT NULL,
    org_id             text        NOT NULL,
    role               text        NOT NULL,
    -- Statements about many entries lock them in this order, which must not depend on the database's language.
    key                text        NOT NULL COLLATE "C",
    record_id          text,
    looked_for         boolean,
    version_generation bigint,
    version_time       timestamptz,
    version_sequence   uuid,
    version_rules      integer,
    content_hash       bytea,
    content            jsonb,
    name               text,
    incomplete_fields  text[]      NOT NULL DEFAULT '{}',
    last_error         text,
    synced_at          timestamptz,
    suspect            boolean     NOT NULL DEFAULT false,
    claim_owner        uuid,
    claim_until        timestamptz,
    claim_hash         bytea,
    claim_generation   bigint,
    claim_time         timestamptz,
    claim_sequence     uuid,
    claim_rules        integer,
    claim_disturbed    boolean     NOT NULL DEFAULT false,
    PRIMARY KEY (tenant, org_id, role, key)
) WITH (fillfactor = 70); -- claims come and go without touching an index, given room on the page

CREATE INDEX entry_suspect ON zoho.entry (tenant, org_id, role, key) WHERE suspect;
-- Beginning with what tells rows apart, or it would pass for as good as the primary key as long as there are no statistics.
CREATE INDEX entry_record ON zoho.entry (record_id, org_id, role);

COMMENT ON COLUMN zoho.entry.record_id IS 'Zoho''s id; null when not known, or dead';
COMMENT ON COLUMN zoho.entry.looked_for IS 'true: Zoho was asked for the key; false: not since its record was forgotten; null: only by a census, if one ended';
COMMENT ON COLUMN zoho.entry.version_time IS 'null with the other parts of the version until a write of it ended';
COMMENT ON COLUMN zoho.entry.content_hash IS 'of the content that is in Zoho; null when the next event shall be sent whatever it says';
COMMENT ON COLUMN zoho.entry.content IS 'as it was last sent, so that it can be sent again';
COMMENT ON COLUMN zoho.entry.suspect IS 'an older write may have landed after the newest one: to be sent again';
COMMENT ON COLUMN zoho.entry.claim_disturbed IS 'a write that had lost its claim ended during the present one: nobody knows which was last';

CREATE TABLE zoho.binding (
    tenant   text        PRIMARY KEY,
    org_id   text        NOT NULL,
    bound_at timestamptz NOT NULL DEFAULT now()
);

CREATE TABLE zoho.census (
    tenant         text NOT NULL,
    org_id         text NOT NULL,
    role           text NOT NULL,
    state          text NOT NULL,
    last_record_id text,
    PRIMARY KEY (tenant, org_id, role)
);

-- Records of Kafka whose student is not in Zoho yet, the newest of each key.
CREATE TABLE zoho.waiting (
    tenant             text        NOT NULL,
    role               text        NOT NULL,
    key                text        NOT NULL COLLATE "C",
    student_key        text        NOT NULL COLLATE "C",
    version_generation bigint      NOT NULL,
    version_time       timestamptz NOT NULL,
    version_sequence   uuid        NOT NULL,
    version_rules      integer     NOT NULL,
    source_topic       text        NOT NULL,
    source_partition   integer     NOT NULL,
    source_offset      bigint      NOT NULL,
    record_timestamp   bigint      NOT NULL,
    timestamp_type     text        NOT NULL,
    record_key         bytea,
    record_value       bytea,
    header_names       text[]      NOT NULL,
    header_values      bytea[]     NOT NULL,
    since              timestamptz NOT NULL DEFAULT now(),
    handed_to          uuid,
    handed_until       timestamptz,
    PRIMARY KEY (tenant, role, key)
);

CREATE INDEX waiting_student ON zoho.waiting (student_key, tenant);
CREATE INDEX waiting_since ON zoho.waiting (since);

COMMENT ON COLUMN zoho.waiting.since IS 'of the first version that had to wait';
COMMENT ON COLUMN zoho.waiting.handed_to IS 'the instance that decides it now; until then no other gets it';

CREATE TABLE zoho.token (
    tenant       text          PRIMARY KEY,
    sealed       bytea         NOT NULL,
    expires_at   timestamptz   NOT NULL,
    refreshed_at timestamptz[] NOT NULL
);

COMMENT ON COLUMN zoho.token.sealed IS 'encrypted with a key that only the tenant''s client secret and refresh token give';

-- Credits used, by the minute; what is older than a day is deleted.
CREATE TABLE zoho.credit (
    org_id  text        NOT NULL,
    minute  timestamptz NOT NULL,
    credits bigint      NOT NULL,
    PRIMARY KEY (org_id, minute)
);
