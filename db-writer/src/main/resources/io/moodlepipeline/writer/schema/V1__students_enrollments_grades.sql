-- One row per Moodle user, enrolment and grade: its newest event. Writers change a row only when the event's version is not older
-- (version_time, then version_sequence; for grades moodle_grade_id first and band_rules last). Children may arrive before their
-- parents, from another topic: hence no foreign keys. A deletion in Moodle is a flag.

CREATE TABLE students (
    tenant_id           text        NOT NULL,
    moodle_user_id      bigint      NOT NULL,
    username            text        NOT NULL,
    first_name          text        NOT NULL,
    last_name           text        NOT NULL,
    email               text        NOT NULL,
    id_number           text,
    phone               text,
    city                text,
    country             text,
    suspended           boolean     NOT NULL,
    deleted             boolean     NOT NULL,
    moodle_created_at   timestamptz,
    moodle_modified_at  timestamptz,
    event_id            uuid        NOT NULL,
    version_time        timestamptz NOT NULL,
    version_sequence    uuid        NOT NULL,
    source_topic        text        NOT NULL,
    source_partition    integer     NOT NULL,
    source_offset       bigint      NOT NULL,
    received_at         timestamptz NOT NULL,
    written_at          timestamptz NOT NULL,
    PRIMARY KEY (tenant_id, moodle_user_id)
);

CREATE TABLE enrollments (
    tenant_id             text        NOT NULL,
    moodle_enrollment_id  bigint      NOT NULL,
    moodle_user_id        bigint      NOT NULL,
    course_id             bigint      NOT NULL,
    role_id               bigint      NOT NULL,
    status                text        NOT NULL,
    starts_at             timestamptz,
    ends_at               timestamptz,
    moodle_created_at     timestamptz,
    moodle_modified_at    timestamptz,
    event_id              uuid        NOT NULL,
    version_time          timestamptz NOT NULL,
    version_sequence      uuid        NOT NULL,
    source_topic          text        NOT NULL,
    source_partition      integer     NOT NULL,
    source_offset         bigint      NOT NULL,
    received_at           timestamptz NOT NULL,
    written_at            timestamptz NOT NULL,
    PRIMARY KEY (tenant_id, moodle_enrollment_id)
);

CREATE TABLE grades (
    tenant_id           text        NOT NULL,
    moodle_user_id      bigint      NOT NULL,
    item_id             bigint      NOT NULL,
    moodle_grade_id     bigint      NOT NULL,
    item_name           text,
    final_grade         numeric,
    percentage          numeric,
    btec_grade          text,
    band_basis          text,
    band_problem        text,
    band_rules          integer     NOT NULL,
    feedback            text,
    grader_id           bigint,
    moodle_created_at   timestamptz,
    moodle_modified_at  timestamptz,
    event_id            uuid        NOT NULL,
    version_time        timestamptz NOT NULL,
    version_sequence    uuid        NOT NULL,
    source_topic        text        NOT NULL,
    source_partition    integer     NOT NULL,
    source_offset       bigint      NOT NULL,
    received_at         timestamptz NOT NULL,
    written_at          timestamptz NOT NULL,
    PRIMARY KEY (tenant_id, moodle_user_id, item_id)
);

COMMENT ON COLUMN students.moodle_modified_at IS 'null when Moodle sent 0';
COMMENT ON COLUMN enrollments.status IS 'active or suspended';
COMMENT ON COLUMN grades.btec_grade IS 'Distinction, Merit, Pass, Refer or Not Graded; null when band_problem says why there is none';
COMMENT ON COLUMN grades.percentage IS 'of the item''s scale, or of 100 where band_basis is assumed-100; rounded down to 10 decimals';
COMMENT ON COLUMN grades.moodle_grade_id IS 'leads the version: a course reset gives a new one';
COMMENT ON COLUMN grades.band_rules IS 'version of the thresholds that were used';
