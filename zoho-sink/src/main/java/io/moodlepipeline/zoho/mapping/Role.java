package io.moodlepipeline.zoho.mapping;

/** What a module is for, whatever it is called in a school's Zoho. The names stand in the ledger. */
public enum Role {
    STUDENT,
    ENROLMENT,
    GRADE
}
