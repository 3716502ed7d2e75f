package io.moodlepipeline.zoho.delivery;

import io.moodlepipeline.runtime.consumer.TargetException;
import java.util.Collection;
import java.util.List;

/** Finds records that admissions made for a student before Moodle knew of him. */
interface Adoption {
    /** Each new student is a new record. */
    Adoption OFF = unknown -> List.of();

    /**
     * Notes in the ledger the records that surely are these students'; refuses those where a person has to look.
     *
     * @param unknown students that the ledger knows no record of
     * @return the keys of those refused
     */
    Collection<String> adopt(List<RoleDelivery.Candidate> unknown) throws TargetException;
}
