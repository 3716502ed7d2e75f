package io.moodlepipeline.zoho.mapping;

import static io.moodlepipeline.zoho.mapping.Role.ENROLMENT;
import static io.moodlepipeline.zoho.mapping.Role.GRADE;
import static io.moodlepipeline.zoho.mapping.Role.STUDENT;

import io.moodlepipeline.event.BandBasis;
import io.moodlepipeline.event.BandProblem;
import io.moodlepipeline.event.BtecGrade;
import io.moodlepipeline.event.WireName;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** A value of an event that a field of Zoho can be filled from; the mapping file names it by {@link #wireName}. */
public enum Source implements WireName {
    TENANT("tenant", Kind.TEXT, STUDENT, ENROLMENT, GRADE),
    /** What the record's Name is filled with. */
    NAME("name", Kind.TEXT, STUDENT, ENROLMENT, GRADE),
    USER_ID("userid", Kind.INTEGER, STUDENT, ENROLMENT, GRADE),
    TIME_CREATED("timecreated", Kind.TIME, STUDENT, ENROLMENT, GRADE),
    TIME_MODIFIED("timemodified", Kind.TIME, STUDENT, ENROLMENT, GRADE),

    USERNAME("username", Kind.TEXT, STUDENT),
    FIRST_NAME("firstname", Kind.TEXT, STUDENT),
    LAST_NAME("lastname", Kind.TEXT, STUDENT),
    /** First and last name, as far as there are any. */
    FULL_NAME("fullname", Kind.TEXT, STUDENT),
    EMAIL("email", Kind.TEXT, STUDENT),
    ID_NUMBER("idnumber", Kind.TEXT, STUDENT),
    PHONE("phone1", Kind.TEXT, STUDENT),
    CITY("city", Kind.TEXT, STUDENT),
    COUNTRY("country", Kind.TEXT, STUDENT),
    STUDENT_STATUS("status", List.of("Active", "Suspended", "Deleted"), STUDENT),

    ENROLMENT_ID("enrollmentid", Kind.INTEGER, ENROLMENT),
    COURSE_ID("courseid", Kind.INTEGER, ENROLMENT),
    COURSE_SHORT_NAME("courseshortname", Kind.TEXT, ENROLMENT, GRADE),
    ROLE_ID("roleid", Kind.INTEGER, ENROLMENT),
    ENROLMENT_STATUS("status", List.of("Active", "Suspended", "Ended"), ENROLMENT),
    TIME_START("timestart", Kind.TIME, ENROLMENT),
    TIME_END("timeend", Kind.TIME, ENROLMENT),
    DELETED("deleted", Kind.FLAG, ENROLMENT),

    GRADE_ID("gradeid", Kind.INTEGER, GRADE),
    ITEM_ID("itemid", Kind.INTEGER, GRADE),
    ITEM_NAME("itemname", Kind.TEXT, GRADE),
    ITEM_TYPE("itemtype", Kind.TEXT, GRADE),
    ITEM_MODULE("itemmodule", Kind.TEXT, GRADE),
    /** Not in every event, unlike an enrolment's. */
    GRADE_COURSE_ID("courseid", Kind.INTEGER, GRADE),
    FINAL_GRADE("finalgrade", Kind.DECIMAL, GRADE),
    GRADE_MIN("grademin", Kind.DECIMAL, GRADE),
    GRADE_MAX("grademax", Kind.DECIMAL, GRADE),
    /** The words that the item is marked with, with commas between. */
    SCALE("scale", Kind.TEXT, GRADE),
    HIDDEN("hidden", Kind.FLAG, GRADE),
    PERCENTAGE("percentage", Kind.DECIMAL, GRADE),
    BTEC_GRADE("btec_grade", words(BtecGrade.values()), GRADE),
    BAND_BASIS("band_basis", words(BandBasis.values()), GRADE),
    BAND_PROBLEM("band_problem", words(BandProblem.values()), GRADE),
    BAND_RULES("band_rules", Kind.INTEGER, GRADE),
    /** The teacher's HTML as plain text. */
    FEEDBACK("feedback", Kind.TEXT, GRADE),
    GRADER("grader", Kind.INTEGER, GRADE),
    /** When what was graded was graded: last changed, else created; nothing while there is no grade. */
    ATTEMPT_TIME("attempt_time", Kind.TIME, GRADE);

    /** What sort of value it is, which decides the types of field that can take it. */
    public enum Kind {
        TEXT,
        /** One of a few words of ours. */
        WORD,
        INTEGER,
        DECIMAL,
        TIME,
        /** True or false. */
        FLAG
    }

    /** What a student was awarded. A record must not hold one that its newest event does not give. */
    private static final Set<Source> AWARDS = Set.of(BTEC_GRADE, FINAL_GRADE, PERCENTAGE, BAND_BASIS);

    /** In every event, so that they identify. */
    private static final Set<Source> IDS = Set.of(USER_ID, ENROLMENT_ID, COURSE_ID, GRADE_ID, ITEM_ID);

    private final String wireName;
    private final Kind kind;

    @SuppressWarnings("ImmutableEnumChecker") // made by List.of and Stream.toList
    private final List<String> words;

    @SuppressWarnings("ImmutableEnumChecker") // made by Set.of
    private final Set<Role> roles;

    Source(String wireName, Kind kind, Role... roles) {
        this(wireName, kind, List.of(), roles);
    }

    Source(String wireName, List<String> words, Role... roles) {
        this(wireName, Kind.WORD, words, roles);
    }

    Source(String wireName, Kind kind, List<String> words, Role... roles) {
        this.wireName = wireName;
        this.kind = kind;
        this.words = words;
        this.roles = Set.of(roles);
    }

    private static List<String> words(WireName... values) {
        return Stream.of(values).map(WireName::wireName).toList();
    }

    @Override
    public String wireName() {
        return wireName;
    }

    public Kind kind() {
        return kind;
    }

    /** All words it can be; empty unless it is a {@link Kind#WORD}. */
    public List<String> words() {
        return words;
    }

    public boolean isAward() {
        return AWARDS.contains(this);
    }

    boolean isId() {
        return IDS.contains(this);
    }

    static List<Source> of(Role role) {
        return Stream.of(values()).filter(source -> source.roles.contains(role)).toList();
    }

    static Optional<Source> named(Role role, String name) {
        return of(role).stream().filter(source -> source.wireName.equals(name)).findFirst();
    }
}
