package io.moodlepipeline.writer.tables;

import static io.moodlepipeline.writer.tables.Column.Type.BIGINT;
import static io.moodlepipeline.writer.tables.Column.Type.BIGINT_ARRAY;
import static io.moodlepipeline.writer.tables.Column.Type.BOOLEAN;
import static io.moodlepipeline.writer.tables.Column.Type.BYTEA;
import static io.moodlepipeline.writer.tables.Column.Type.INTEGER;
import static io.moodlepipeline.writer.tables.Column.Type.NUMERIC;
import static io.moodlepipeline.writer.tables.Column.Type.TEXT;
import static io.moodlepipeline.writer.tables.Column.Type.TIMESTAMPTZ;
import static io.moodlepipeline.writer.tables.Column.Type.UUID;

import io.moodlepipeline.event.EnrichedGradeEvent;
import io.moodlepipeline.event.EnrolmentEvent;
import io.moodlepipeline.event.EventMetadata;
import io.moodlepipeline.event.EventType;
import io.moodlepipeline.event.GradeScale;
import io.moodlepipeline.event.MoodleEvent;
import io.moodlepipeline.event.UserEvent;
import io.moodlepipeline.event.WireName;
import io.moodlepipeline.postgresql.Schema;
import io.moodlepipeline.runtime.consumer.ConsumedEvent;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.ToLongFunction;

/** The three tables, column by column. */
public final class Tables {
    /** How they are made, in the user's default schema. */
    public static final Schema SCHEMA = Schema.unnamed("classpath:io/moodlepipeline/writer/schema");

    private static final String VERSION_EPOCH = "version_epoch";
    private static final String VERSION_TIME = "version_time";
    private static final String VERSION_SEQUENCE = "version_sequence";

    /** Whether {@link #GRADE_ID} does not count. */
    public static final String VERSION_TIMED = "version_timed";

    public static final String GRADE_ID = "moodle_grade_id";
    public static final String BODY_SHA_256 = "body_sha256";

    public static final Table<UserEvent> STUDENTS = new Table<>(
            "students",
            UserEvent.class,
            List.of(EventType.USER_CREATED, EventType.USER_UPDATED),
            List.of("tenant_id", "moodle_user_id"),
            List.of(VERSION_EPOCH, VERSION_TIME, VERSION_SEQUENCE),
            withCommon(
                    UserEvent::timeCreated,
                    List.of(
                            tenant(),
                            id("moodle_user_id", UserEvent::userId),
                            text("username", UserEvent::username),
                            text("first_name", UserEvent::firstName),
                            text("last_name", UserEvent::lastName),
                            text("email", UserEvent::email),
                            text("id_number", UserEvent::idNumber),
                            text("phone", UserEvent::phone),
                            text("city", UserEvent::city),
                            text("country", UserEvent::country),
                            column("suspended", BOOLEAN, UserEvent::suspended),
                            column("deleted", BOOLEAN, UserEvent::deleted))),
            (consumed, user) -> new RowKey(consumed.metadata().tenant(), user.userId(), 0));

    public static final Table<EnrolmentEvent> ENROLLMENTS = new Table<>(
            "enrollments",
            EnrolmentEvent.class,
            List.of(EventType.USER_ENROLLED),
            List.of("tenant_id", "moodle_enrollment_id"),
            List.of(VERSION_EPOCH, VERSION_TIME, VERSION_SEQUENCE),
            withCommon(
                    EnrolmentEvent::timeCreated,
                    List.of(
                            tenant(),
                            id("moodle_enrollment_id", EnrolmentEvent::enrolmentId),
                            id("moodle_user_id", EnrolmentEvent::userId),
                            id("course_id", EnrolmentEvent::courseId),
                            id("role_id", EnrolmentEvent::roleId),
                            text("status", enrolment -> enrolment.suspended() ? "suspended" : "active"),
                            time("starts_at", EnrolmentEvent::timeStart),
                            time("ends_at", EnrolmentEvent::timeEnd),
                            text("course_short_name", EnrolmentEvent::courseShortName),
                            column("role_ids", BIGINT_ARRAY, EnrolmentEvent::roleIds),
                            column("deleted", BOOLEAN, EnrolmentEvent::deleted))),
            (consumed, enrolment) -> new RowKey(consumed.metadata().tenant(), enrolment.enrolmentId(), 0));

    public static final Table<EnrichedGradeEvent> GRADES = new Table<>(
            "grades",
            EnrichedGradeEvent.class,
            List.of(EventType.GRADE_ENRICHED),
            List.of("tenant_id", "moodle_user_id", "item_id"),
            List.of(VERSION_EPOCH, VERSION_TIMED, GRADE_ID, VERSION_TIME, VERSION_SEQUENCE, "band_rules"),
            withCommon(
                    event -> event.grade().timeCreated(),
                    List.of(
                            tenant(),
                            id("moodle_user_id", EnrichedGradeEvent::userId),
                            id("item_id", event -> event.grade().item().id()),
                            id(GRADE_ID, event -> event.grade().gradeId()),
                            text("item_name", event -> event.grade().item().name()),
                            column(
                                    "final_grade",
                                    NUMERIC,
                                    event -> event.grade().finalGrade()),
                            column(
                                    "percentage",
                                    NUMERIC,
                                    event -> event.banding().percentage()),
                            word("btec_grade", event -> event.banding().grade()),
                            word("band_basis", event -> event.banding().basis()),
                            word("band_problem", event -> event.banding().problem()),
                            column("band_rules", INTEGER, EnrichedGradeEvent::rules),
                            text("feedback", event -> event.grade().feedback()),
                            column("grader_id", BIGINT, event -> event.grade().graderId()),
                            text("item_type", event -> event.grade().item().type()),
                            text("item_module", event -> event.grade().item().module()),
                            column(
                                    "course_id",
                                    BIGINT,
                                    event -> event.grade().item().courseId()),
                            text(
                                    "course_short_name",
                                    event -> event.grade().item().courseShortName()),
                            column(
                                    "grade_min",
                                    NUMERIC,
                                    event -> event.grade().item().min()),
                            column(
                                    "grade_max",
                                    NUMERIC,
                                    event -> event.grade().item().max()),
                            text("scale", event -> scale(event.grade().item().scale())),
                            column("hidden", BOOLEAN, event -> event.grade().hidden()),
                            column("deleted", BOOLEAN, event -> event.grade().deleted()),
                            meta(
                                    VERSION_TIMED,
                                    BOOLEAN,
                                    consumed -> consumed.version().timed()))),
            (consumed, event) -> new RowKey(
                    consumed.metadata().tenant(),
                    event.userId(),
                    event.grade().item().id()));

    /** In the order they are written. */
    public static final List<Table<?>> ALL = List.of(STUDENTS, ENROLLMENTS, GRADES);

    private Tables() {}

    /** Behind a table's own columns, those that all three have. */
    private static <E extends MoodleEvent> List<Column<E>> withCommon(
            ToLongFunction<E> timeCreated, List<Column<E>> own) {
        List<Column<E>> columns = new ArrayList<>(own);
        columns.add(time("moodle_created_at", timeCreated));
        columns.add(time("moodle_modified_at", MoodleEvent::timeModified));
        columns.add(meta("event_id", UUID, consumed -> consumed.metadata().eventId()));
        columns.add(meta(VERSION_EPOCH, INTEGER, consumed -> consumed.version().epoch()));
        columns.add(
                meta(VERSION_TIME, TIMESTAMPTZ, consumed -> consumed.version().time()));
        columns.add(meta(VERSION_SEQUENCE, UUID, consumed -> consumed.version().sequence()));
        columns.add(meta("source_topic", TEXT, consumed -> consumed.origin().topic()));
        columns.add(
                meta("source_partition", INTEGER, consumed -> consumed.origin().partition()));
        columns.add(meta("source_offset", BIGINT, consumed -> consumed.origin().offset()));
        columns.add(
                meta("received_at", TIMESTAMPTZ, consumed -> consumed.metadata().received()));
        columns.add(meta(BODY_SHA_256, BYTEA, consumed -> digest(consumed.metadata())));
        return columns;
    }

    private static byte[] digest(EventMetadata metadata) {
        return metadata.bodySha256() == null ? null : HexFormat.of().parseHex(metadata.bodySha256());
    }

    private static <E extends MoodleEvent> Column<E> tenant() {
        return meta("tenant_id", TEXT, consumed -> consumed.metadata().tenant());
    }

    private static <E extends MoodleEvent> Column<E> id(String name, ToLongFunction<E> value) {
        return column(name, BIGINT, value::applyAsLong);
    }

    private static <E extends MoodleEvent> Column<E> text(String name, Function<E, Object> value) {
        return column(name, TEXT, value);
    }

    private static <E extends MoodleEvent> Column<E> word(String name, Function<E, WireName> value) {
        return column(name, TEXT, event -> {
            WireName word = value.apply(event);
            return word == null ? null : word.wireName();
        });
    }

    private static String scale(GradeScale scale) {
        return scale == null ? null : scale.text();
    }

    /** Unix seconds to a timestamp; Moodle's 0 means none. */
    private static <E extends MoodleEvent> Column<E> time(String name, ToLongFunction<E> seconds) {
        return column(name, TIMESTAMPTZ, event -> {
            long value = seconds.applyAsLong(event);
            return value == 0 ? null : Instant.ofEpochSecond(value);
        });
    }

    private static <E extends MoodleEvent> Column<E> column(String name, Column.Type type, Function<E, Object> value) {
        return new Column<>(name, type, (consumed, event) -> value.apply(event));
    }

    private static <E extends MoodleEvent> Column<E> meta(
            String name, Column.Type type, Function<ConsumedEvent, Object> value) {
        BiFunction<ConsumedEvent, E, Object> ofMetadata = (consumed, event) -> value.apply(consumed);
        return new Column<>(name, type, ofMetadata);
    }
}
