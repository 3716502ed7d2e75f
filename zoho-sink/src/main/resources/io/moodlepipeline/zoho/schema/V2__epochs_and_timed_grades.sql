-- Two more parts of the version, before the others: see io.moodlepipeline.event.Version. What was written before is of the first epoch and
-- not timed. The defaults are for what is there, without writing it again; from now on a version is there as a whole or not at all.

ALTER TABLE zoho.entry
    ADD COLUMN version_epoch  integer DEFAULT 0,
    ADD COLUMN version_timed  boolean DEFAULT false,
    ADD COLUMN claim_epoch    integer DEFAULT 0,
    ADD COLUMN claim_timed    boolean DEFAULT false;

ALTER TABLE zoho.entry
    ALTER COLUMN version_epoch DROP DEFAULT,
    ALTER COLUMN version_timed DROP DEFAULT,
    ALTER COLUMN claim_epoch   DROP DEFAULT,
    ALTER COLUMN claim_timed   DROP DEFAULT;

ALTER TABLE zoho.waiting
    ADD COLUMN version_epoch  integer NOT NULL DEFAULT 0,
    ADD COLUMN version_timed  boolean NOT NULL DEFAULT false;

ALTER TABLE zoho.waiting
    ALTER COLUMN version_epoch DROP DEFAULT,
    ALTER COLUMN version_timed DROP DEFAULT;
