package io.moodlepipeline.event;

import static io.moodlepipeline.event.EventType.GRADE_ENRICHED;
import static io.moodlepipeline.event.EventType.GRADE_UPDATED;
import static io.moodlepipeline.event.EventType.USER_CREATED;
import static io.moodlepipeline.event.EventType.USER_ENROLLED;
import static io.moodlepipeline.event.EventType.USER_UPDATED;
import static io.moodlepipeline.event.Outcome.malformed;
import static io.moodlepipeline.event.Outcome.problems;
import static io.moodlepipeline.event.Outcome.valid;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Each row of the contract's table of fields, with the values at the edges of what it allows. */
class FieldRulesTest {
    private static final String MARK = "marked-4711";
    private static final String MARKED_TEXT = '"' + MARK + '"';
    private static final String THIRTY_DIGITS = "123456789012345678901234567890";
    private static final String TOO_LONG_TO_COMPUTE = "9".repeat(5_000);

    /** What one field allows, in raw JSON: the values accepted, and for each text of a problem the values that cause it. */
    private record Rule(boolean mandatory, List<String> accepted, Map<String, List<String>> refused) {

        static Rule of(List<String> accepted, String problem, List<String> refused) {
            return new Rule(true, accepted, Map.of(problem, refused));
        }

        Rule refusing(String problem, List<String> values) {
            Map<String, List<String>> more = new LinkedHashMap<>(refused);
            more.put(problem, values);
            return new Rule(mandatory, accepted, more);
        }

        Rule optional() {
            return new Rule(false, accepted, refused);
        }
    }

    private static final List<String> NO_INTEGERS = List.of(
            "1.0",
            "1.5",
            "1e0",
            "1e400000000",
            "1e99999999999",
            "-1e99999999999",
            "1e-99999999999",
            TOO_LONG_TO_COMPUTE,
            "true",
            "\"1\"",
            MARKED_TEXT,
            "[1]",
            "{}");
    private static final List<String> NO_TEXTS =
            List.of("0", "1.5", "1e400000000", TOO_LONG_TO_COMPUTE, "true", "[" + MARKED_TEXT + "]", "{}");

    private static final Rule ID = Rule.of(
            List.of("1", "9223372036854775807"),
            "must be a whole JSON number from 1 to 9223372036854775807",
            with(NO_INTEGERS, "0", "-0", "-1", "-9223372036854775809", "9223372036854775808"));
    private static final Rule GRADER = Rule.of(
                    List.of("0", "-0", "1", "9223372036854775807"),
                    "must be a whole JSON number from 0 to 9223372036854775807",
                    with(NO_INTEGERS, "-1", "9223372036854775808"))
            .optional();
    private static final Rule TIME = Rule.of(
            List.of("0", "1", "253402300799"),
            "must be a whole JSON number from 0 to 253402300799",
            with(NO_INTEGERS, "-1", "253402300800"));
    private static final Rule STATUS = Rule.of(
            List.of("0", "1"), "must be a whole JSON number from 0 to 1", with(NO_INTEGERS, "2", "-1", "false"));
    private static final Rule RULES = Rule.of(
            List.of("1", "2147483647"),
            "must be a whole JSON number from 1 to 2147483647",
            with(NO_INTEGERS, "0", "-1", "2147483648"));
    private static final Rule TEXT = Rule.of(
            List.of("\"\"", "\"x\"", "\"null\"", '"' + "x".repeat(100_000) + '"'), "must be a JSON string", NO_TEXTS);
    private static final Rule FLAG = Rule.of(
            List.of("true", "false"),
            "must be true or false",
            List.of("0", "1", "\"true\"", MARKED_TEXT, "\"\"", "[true]"));
    private static final Rule GRADE = Rule.of(
                    List.of(
                            "0",
                            "0.00000",
                            "-0.0",
                            "69.99999",
                            "-12.5",
                            "1e2",
                            "1e30",
                            "1E+30",
                            "-1e30",
                            "1e-30",
                            THIRTY_DIGITS,
                            "-" + THIRTY_DIGITS,
                            "0." + THIRTY_DIGITS,
                            "1234567890.12345678901234567890"),
                    "must be a JSON number or null",
                    List.of("true", "\"70\"", MARKED_TEXT, "\"\"", "[70]", "{}"))
            .refusing(
                    "must have at most 30 digits and an exponent within ±30",
                    List.of(
                            THIRTY_DIGITS + "1",
                            "0." + THIRTY_DIGITS + "1",
                            "1e31",
                            "10e30",
                            "1e-31",
                            "0.1e-30",
                            "0e400000000",
                            "1e400000000",
                            "-1e400000000",
                            "1e-400000000",
                            "1e2147483647",
                            "1e2147483648",
                            "1e-2147483648",
                            "1e99999999999",
                            "-1e99999999999",
                            "1e-99999999999",
                            TOO_LONG_TO_COMPUTE))
            .optional();
    private static final Rule PERCENTAGE = Rule.of(
                    List.of("0", "69.99999", "-12.5", THIRTY_DIGITS + "1", "1e70", "1e-70"),
                    "must be a JSON number or null",
                    List.of("true", "\"70\"", MARKED_TEXT, "\"\"", "[70]", "{}"))
            .refusing(
                    "must have at most 80 digits and an exponent within ±70",
                    List.of("1e71", "1e-71", "1e400000000", "1e99999999999", TOO_LONG_TO_COMPUTE))
            .optional();
    private static final Rule IDS = Rule.of(
                    List.of("[]", "[1]", "[5,3,9223372036854775807]", "[5,5]"),
                    "must be a JSON array of whole numbers from 1 to 9223372036854775807",
                    List.of(
                            "5",
                            "\"5\"",
                            MARKED_TEXT,
                            "{}",
                            "{\"0\":5}",
                            "[0]",
                            "[-1]",
                            "[5.0]",
                            "[\"5\"]",
                            "[null]",
                            "[[5]]",
                            "[9223372036854775808]",
                            "[" + TOO_LONG_TO_COMPUTE + "]"))
            .optional();
    private static final Rule WORDS = Rule.of(
                    List.of("\"\"", "\"Refer, Pass\"", "[]", "[\"Refer\",\"Pass\"]"),
                    "must be a JSON string, or an array of them",
                    List.of("0", "1.5", "true", "{}", "[1]", "[null]", "[" + MARKED_TEXT + ",[]]", TOO_LONG_TO_COMPUTE))
            .optional();
    private static final Rule TRANSLATIONS = Rule.of(
                    List.of(
                            "{}",
                            "{\"en\":\"Refer,Pass\",\"ar\":\"راسب,ناجح\"}",
                            "{\"" + "x".repeat(30) + "\":\"\"}",
                            languages(50)),
                    "must be a JSON object of at most 50 languages, the key a language's code of 1 to 30 characters and the"
                            + " value a JSON string, or null",
                    List.of(
                            "0",
                            "true",
                            "\"Refer,Pass\"",
                            MARKED_TEXT,
                            "[]",
                            "[" + MARKED_TEXT + "]",
                            "{\"en\":null}",
                            "{\"en\":1}",
                            "{\"" + MARK + "\":[\"Refer\"]}",
                            "{\"en\":{}}",
                            "{\"en\":\"Refer\",\"ar\":false}",
                            "{\"\":\"Refer\"}",
                            "{\"" + "x".repeat(31) + "\":\"Refer\"}",
                            languages(51)))
            .optional();
    private static final Rule BAND = word("Distinction", "Merit", "Pass", "Refer", "Not Graded");
    private static final Rule BASIS = word("maximum", "scale", "assumed-100");
    private static final Rule BAND_PROBLEM = word(
            "negative",
            "above-100-without-maximum",
            "no-maximum",
            "empty-range",
            "not-on-scale",
            "scale-words-unknown");

    private static String languages(int count) {
        return IntStream.range(0, count)
                .mapToObj(language -> "\"l" + language + "\":\"Refer\"")
                .collect(Collectors.joining(",", "{", "}"));
    }

    private static Rule word(String... words) {
        List<String> known = Stream.of(words).map(word -> '"' + word + '"').toList();
        return Rule.of(
                        known,
                        "must be one of the words " + String.join(", ", known) + " or null",
                        with(NO_TEXTS, "\"\"", MARKED_TEXT, "\"MERIT\"", "\"Maximum\""))
                .optional();
    }

    private static List<String> with(List<String> values, String... more) {
        return Stream.concat(values.stream(), Stream.of(more)).toList();
    }

    private record Field(EventType type, String name, Rule rule) {
        @Override
        public String toString() {
            return type.pathName() + "." + name;
        }
    }

    static Stream<Field> fields() {
        return Stream.of(
                        user(USER_CREATED),
                        user(USER_UPDATED),
                        enrolment(),
                        grade(GRADE_UPDATED),
                        grade(GRADE_ENRICHED),
                        banding())
                .flatMap(fields -> fields);
    }

    static Stream<Field> mandatoryFields() {
        return fields().filter(field -> field.rule().mandatory());
    }

    static Stream<Field> optionalFields() {
        return fields().filter(field -> !field.rule().mandatory());
    }

    static Stream<Arguments> acceptedValues() {
        return fields().flatMap(field -> field.rule().accepted().stream().map(json -> arguments(field, named(json))));
    }

    static Stream<Arguments> refusedValues() {
        return fields().flatMap(field -> field.rule().refused().entrySet().stream()
                .flatMap(
                        cause -> cause.getValue().stream().map(json -> arguments(field, named(json), cause.getKey()))));
    }

    @ParameterizedTest
    @EnumSource
    void theBodyWithEveryFieldIsAccepted(EventType type) {
        assertThat(decode(Body.of(type), type)).isInstanceOf(Decoded.Valid.class);
    }

    @ParameterizedTest
    @MethodSource("mandatoryFields")
    void aMandatoryFieldMustBeThere(Field field) {
        Body body = Body.of(field.type()).without(field.name());

        assertThat(problems(decode(body, field.type()))).containsExactly(field.name() + " is missing");
    }

    @ParameterizedTest
    @MethodSource("mandatoryFields")
    void aMandatoryFieldMustNotBeNull(Field field) {
        Body body = Body.of(field.type()).with(field.name(), "null");

        assertThat(problems(decode(body, field.type()))).containsExactly(field.name() + " must not be null");
    }

    @ParameterizedTest
    @MethodSource("optionalFields")
    void anOptionalFieldThatIsNullReadsAsIfItWereAbsent(Field field) {
        Body withNull = Body.of(field.type()).with(field.name(), "null");
        Body without = Body.of(field.type()).without(field.name());

        assertThat(valid(decode(withNull, field.type()))).isEqualTo(valid(decode(without, field.type())));
    }

    @ParameterizedTest
    @MethodSource("acceptedValues")
    void aValueWithinTheRuleIsAccepted(Field field, String json) {
        Body body = Body.of(field.type()).with(field.name(), json);

        assertThat(decode(body, field.type())).isInstanceOf(Decoded.Valid.class);
    }

    @ParameterizedTest
    @MethodSource("refusedValues")
    void aValueOutsideTheRuleIsRefusedByNameAndNeverQuoted(Field field, String json, String problem) {
        Body body = Body.of(field.type()).with(field.name(), json);

        Decoded.Malformed<MoodleEvent> malformed = malformed(decode(body, field.type()));

        assertThat(malformed.code()).isEqualTo(DeadLetterCode.INVALID_FIELD);
        assertThat(malformed.summary()).isEqualTo(field.name() + " " + problem).doesNotContain(MARK);
    }

    @ParameterizedTest
    @EnumSource
    void everyMandatoryFieldThatIsMissingIsListedAtOnce(EventType type) {
        List<String> expected = mandatoryFields()
                .filter(field -> field.type() == type)
                .map(field -> field.name() + " is missing")
                .toList();

        assertThat(problems(decode(Body.empty(), type))).containsExactlyInAnyOrderElementsOf(expected);
    }

    @ParameterizedTest
    @EnumSource
    void everyFieldOfAWrongTypeIsListedAtOnce(EventType type) {
        List<Field> all = fields().filter(field -> field.type() == type).toList();
        Body body = Body.empty();
        for (Field field : all) {
            body = body.with(field.name(), "{\"" + MARK + "\":1}");
        }

        Decoded.Malformed<MoodleEvent> malformed = malformed(decode(body, type));

        assertThat(malformed.problems())
                .extracting(FieldProblem::field)
                .containsExactlyInAnyOrderElementsOf(
                        all.stream().map(Field::name).toList());
        assertThat(malformed.summary()).doesNotContain(MARK);
    }

    private static Decoded<MoodleEvent> decode(Body body, EventType type) {
        return EventCodec.decode(type, body.bytes());
    }

    /** Keeps a long value out of the name of its test. */
    private static Named<String> named(String json) {
        return Named.of(json.length() <= 60 ? json : json.substring(0, 20) + "… of " + json.length(), json);
    }

    private static Stream<Field> user(EventType type) {
        return Stream.of(
                new Field(type, "eventname", TEXT.optional()),
                new Field(type, "userid", ID),
                new Field(type, "username", TEXT),
                new Field(type, "firstname", TEXT),
                new Field(type, "lastname", TEXT),
                new Field(type, "email", TEXT),
                new Field(type, "idnumber", TEXT.optional()),
                new Field(type, "phone1", TEXT.optional()),
                new Field(type, "city", TEXT.optional()),
                new Field(type, "country", TEXT.optional()),
                new Field(type, "suspended", FLAG),
                new Field(type, "deleted", FLAG),
                new Field(type, "timecreated", TIME),
                new Field(type, "timemodified", TIME));
    }

    private static Stream<Field> enrolment() {
        return Stream.of(
                new Field(USER_ENROLLED, "eventname", TEXT.optional()),
                new Field(USER_ENROLLED, "enrollmentid", ID),
                new Field(USER_ENROLLED, "userid", ID),
                new Field(USER_ENROLLED, "courseid", ID),
                new Field(USER_ENROLLED, "courseshortname", TEXT.optional()),
                new Field(USER_ENROLLED, "roleid", ID),
                new Field(USER_ENROLLED, "roleids", IDS),
                new Field(USER_ENROLLED, "deleted", FLAG.optional()),
                new Field(USER_ENROLLED, "status", STATUS),
                new Field(USER_ENROLLED, "timestart", TIME),
                new Field(USER_ENROLLED, "timeend", TIME.optional()),
                new Field(USER_ENROLLED, "timecreated", TIME),
                new Field(USER_ENROLLED, "timemodified", TIME.optional()));
    }

    private static Stream<Field> grade(EventType type) {
        return Stream.of(
                new Field(type, "eventname", TEXT.optional()),
                new Field(type, "gradeid", ID),
                new Field(type, "userid", ID),
                new Field(type, "itemid", ID),
                new Field(type, "itemname", TEXT.optional()),
                new Field(type, "finalgrade", GRADE),
                new Field(type, "feedback", TEXT.optional()),
                new Field(type, "grader", GRADER),
                new Field(type, "timecreated", TIME),
                new Field(type, "timemodified", TIME),
                new Field(type, "grademin", GRADE),
                new Field(type, "grademax", GRADE),
                new Field(type, "scale", WORDS),
                new Field(type, "scaletranslations", TRANSLATIONS),
                new Field(type, "courseid", ID.optional()),
                new Field(type, "courseshortname", TEXT.optional()),
                new Field(type, "itemtype", TEXT.optional()),
                new Field(type, "itemmodule", TEXT.optional()),
                new Field(type, "hidden", FLAG.optional()),
                new Field(type, "deleted", FLAG.optional()));
    }

    private static Stream<Field> banding() {
        return Stream.of(
                new Field(GRADE_ENRICHED, "btec_grade", BAND),
                new Field(GRADE_ENRICHED, "percentage", PERCENTAGE),
                new Field(GRADE_ENRICHED, "band_basis", BASIS),
                new Field(GRADE_ENRICHED, "band_problem", BAND_PROBLEM),
                new Field(GRADE_ENRICHED, "band_rules", RULES));
    }
}
