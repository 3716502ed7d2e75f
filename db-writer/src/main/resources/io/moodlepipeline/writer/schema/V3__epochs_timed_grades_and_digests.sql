-- The version of a row gets two parts before the others: version_epoch, and for grades version_timed, without which moodle_grade_id leads.
-- What was written before is of the first epoch and not timed. Constant defaults: no row is written again.

ALTER TABLE students
    ADD COLUMN version_epoch  integer NOT NULL DEFAULT 0,
    ADD COLUMN body_sha256    bytea;

ALTER TABLE enrollments
    ADD COLUMN version_epoch  integer NOT NULL DEFAULT 0,
    ADD COLUMN body_sha256    bytea;

ALTER TABLE grades
    ADD COLUMN version_epoch  integer NOT NULL DEFAULT 0,
    ADD COLUMN version_timed  boolean NOT NULL DEFAULT false,
    ADD COLUMN body_sha256    bytea;

COMMENT ON COLUMN grades.version_timed IS 'the sender said when the event happened: it beats all that do not say, and moodle_grade_id does not count';
COMMENT ON COLUMN grades.moodle_grade_id IS 'leads the version where version_timed is false: a course reset gives a new one';
COMMENT ON COLUMN grades.body_sha256 IS 'of the body as the gateway received it; null for events from before it was noted';

-- Events that would have been newer by their time and lost all the same, by which rule: a school that goes back to a sender without times, or
-- whose epoch was lowered, would otherwise stand still without a word.
CREATE TABLE outranked_events (
    tenant_id      text        NOT NULL,
    reason         text        NOT NULL,
    epoch          integer     NOT NULL,
    events         bigint      NOT NULL,
    first_at       timestamptz NOT NULL,
    last_at        timestamptz NOT NULL,
    last_event_id  uuid        NOT NULL,
    PRIMARY KEY (tenant_id, reason, epoch)
);

COMMENT ON COLUMN outranked_events.reason IS 'untimed: the row''s event said when it happened, this one did not; epoch: the row''s event is of a higher epoch';
COMMENT ON COLUMN outranked_events.epoch IS 'of the events that lost';
COMMENT ON COLUMN outranked_events.events IS 'how many, those that were read again counted again';
COMMENT ON COLUMN outranked_events.last_at IS 'when the gateway received the latest of them';
