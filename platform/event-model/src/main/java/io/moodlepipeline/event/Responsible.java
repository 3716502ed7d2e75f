package io.moodlepipeline.event;

/** Who can mend the cause of a dead letter. */
public enum Responsible {
    /** Looks after the Moodle site and its plugin. */
    MOODLE_ADMIN("Moodle admin"),
    /** Answers for a school's courses, grade items and students' data. */
    REGISTRY("registry"),
    /** Looks after modules, fields, rules and rights in Zoho CRM. */
    ZOHO_ADMIN("Zoho admin"),
    /** Runs this pipeline and its servers. */
    OPERATOR("operator"),
    /** Changes this program. */
    DEVELOPER("developer");

    private final String title;

    Responsible(String title) {
        this.title = title;
    }

    public String title() {
        return title;
    }
}
