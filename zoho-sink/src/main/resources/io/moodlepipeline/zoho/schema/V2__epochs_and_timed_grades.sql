-- Two more parts of the version, before the others: see io.moodlepipeline.event.Version. What was written before, or is written by an older
-- instance meanwhile, is of the first epoch and not timed. Constant defaults: no row is written again.

ALTER TABLE zoho.entry
    ADD COLUMN version_epoch  integer DEFAULT 0,
    ADD COLUMN version_timed  boolean DEFAULT false,
    ADD COLUMN claim_epoch    integer DEFAULT 0,
    ADD COLUMN claim_timed    boolean DEFAULT false;

ALTER TABLE zoho.waiting
    ADD COLUMN version_epoch  integer NOT NULL DEFAULT 0,
    ADD COLUMN version_timed  boolean NOT NULL DEFAULT false;
