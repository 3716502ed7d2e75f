package io.moodlepipeline.event;

import static io.moodlepipeline.event.Outcome.valid;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.moodlepipeline.event.json.JsonObjects;
import io.moodlepipeline.event.json.JsonText;
import io.moodlepipeline.event.json.JsonText.Written;
import io.moodlepipeline.event.json.Texts;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class EventCodecPropertyTest {

    @Property
    void aUserDecodesToTheValuesSent(
            @ForAll("ids") long id, @ForAll("texts") List<String> texts, @ForAll("times") List<Long> times) {
        boolean suspended = id % 2 == 0;
        Body body = Body.empty()
                .with("userid", "" + id)
                .with("username", json(texts.get(0)))
                .with("firstname", json(texts.get(1)))
                .with("lastname", json(texts.get(2)))
                .with("email", json(texts.get(3)))
                .with("idnumber", json(texts.get(4)))
                .with("phone1", json(texts.get(5)))
                .with("city", json(texts.get(6)))
                .with("country", json(texts.get(7)))
                .with("suspended", "" + suspended)
                .with("deleted", "" + !suspended)
                .with("timecreated", "" + times.get(0))
                .with("timemodified", "" + times.get(1));

        MoodleEvent event = valid(EventCodec.decode(EventType.USER_UPDATED, body.bytes()));

        assertThat(event)
                .isEqualTo(new UserEvent(
                        id,
                        texts.get(0),
                        texts.get(1),
                        texts.get(2),
                        texts.get(3),
                        texts.get(4),
                        texts.get(5),
                        texts.get(6),
                        texts.get(7),
                        suspended,
                        !suspended,
                        times.get(0),
                        times.get(1)));
    }

    @Property
    void anEnrolmentDecodesToTheValuesSent(
            @ForAll("ids") long id,
            @ForAll("ids") long user,
            @ForAll("ids") long course,
            @ForAll("ids") long role,
            @ForAll("optionalIds") List<Long> roles,
            @ForAll("optionalTexts") String courseName,
            @ForAll boolean suspended,
            @ForAll("optionalFlags") Boolean deleted,
            @ForAll("times") List<Long> times) {
        Body body = Body.empty()
                .with("enrollmentid", "" + id)
                .with("userid", "" + user)
                .with("courseid", "" + course)
                .with("courseshortname", json(courseName))
                .with("roleid", "" + role)
                .with("roleids", "" + roles)
                .with("deleted", "" + deleted)
                .with("status", suspended ? "1" : "0")
                .with("timestart", "" + times.get(0))
                .with("timeend", "" + times.get(1))
                .with("timecreated", "" + times.get(2))
                .with("timemodified", "" + times.get(3));

        MoodleEvent event = valid(EventCodec.decode(EventType.USER_ENROLLED, body.bytes()));

        assertThat(event)
                .isEqualTo(new EnrolmentEvent(
                        id,
                        user,
                        course,
                        courseName,
                        role,
                        roles,
                        suspended,
                        deleted,
                        times.get(0),
                        times.get(1),
                        times.get(2),
                        times.get(3)));
    }

    @Property
    void aGradeDecodesToTheValuesSentToTheLastDigit(@ForAll("gradeEvents") GradeEvent sent) {
        MoodleEvent event =
                valid(EventCodec.decode(EventType.GRADE_UPDATED, body(sent).bytes()));

        assertThat(event).isEqualTo(sent);
    }

    @Property
    void anEnrichedGradeDecodesToTheGradeAndItsBanding(
            @ForAll("gradeEvents") GradeEvent grade, @ForAll("bandings") Banding banding) {

        byte[] enriched = EventCodec.encodeEnriched(body(grade).bytes(), Map.of(), banding);

        // A percentage is written without an exponent: the same number, its zeros spelled out.
        assertThat(valid(EventCodec.decode(EventType.GRADE_ENRICHED, enriched)))
                .usingRecursiveComparison()
                .withComparatorForType(BigDecimal::compareTo, BigDecimal.class)
                .isEqualTo(new EnrichedGradeEvent(grade, banding));
    }

    @Property
    void noBytesMakeTheCodecThrow(@ForAll byte[] bytes, @ForAll EventType type) {
        assertThatCode(() -> EventCodec.decode(type, bytes)).doesNotThrowAnyException();
    }

    @Property
    void noDamageToAGoodBodyMakesTheCodecThrow(
            @ForAll EventType type, @ForAll int position, @ForAll byte value, @ForAll boolean cut) {
        byte[] body = Body.of(type).bytes();
        int place = Math.floorMod(position, body.length);
        byte[] damaged = cut ? Arrays.copyOf(body, place) : body;
        if (!cut) {
            damaged[place] = value;
        }

        assertThatCode(() -> EventCodec.decode(type, damaged)).doesNotThrowAnyException();
    }

    @Property
    void fieldsNobodyKnowsSurviveEnrichmentAsTheyWere(
            @ForAll("unknownFields") Map<String, Object> unknown, @ForAll("bandings") Banding banding) {
        Map<String, Object> sent = new LinkedHashMap<>(unknown);
        byte[] body = JsonText.write(sent).getBytes(StandardCharsets.UTF_8);

        byte[] enriched = EventCodec.encodeEnriched(body, Map.of(), banding);

        Map<String, Object> expected = new LinkedHashMap<>();
        ((Map<?, ?>) JsonText.read(body)).forEach((name, value) -> expected.put(name.toString(), value));
        expected.put(
                "btec_grade", banding.grade() == null ? null : banding.grade().wireName());
        expected.put("percentage", numeral(banding.percentage()));
        expected.put(
                "band_basis", banding.basis() == null ? null : banding.basis().wireName());
        expected.put(
                "band_problem",
                banding.problem() == null ? null : banding.problem().wireName());
        expected.put("band_rules", JsonText.Numeral.of("" + banding.rules()));
        assertThat(JsonText.read(enriched)).isEqualTo(expected);
    }

    @Property
    void whatAGradeMayHoldItsEnrichedOneMayHoldToo(@ForAll("bandings") Banding banding) {
        // 20 fields, and what follows: together as many values and keys as there may be.
        Body most = Body.of(EventType.GRADE_UPDATED)
                .with("unknown", "[" + "0,".repeat(JsonObjects.MAX_VALUES - 2 * 20 - 3) + "0]");
        valid(EventCodec.decode(EventType.GRADE_UPDATED, most.bytes()));

        byte[] enriched = EventCodec.encodeEnriched(most.bytes(), Map.of(), banding);

        assertThat(EventCodec.decode(EventType.GRADE_ENRICHED, enriched)).isInstanceOf(Decoded.Valid.class);
    }

    private static JsonText.Numeral numeral(BigDecimal value) {
        return value == null ? null : JsonText.Numeral.of(value.toString());
    }

    private static Body body(GradeEvent grade) {
        return Body.empty()
                .with("gradeid", "" + grade.gradeId())
                .with("userid", "" + grade.userId())
                .with("itemid", "" + grade.item().id())
                .with("itemname", json(grade.item().name()))
                .with("finalgrade", "" + grade.finalGrade())
                .with("feedback", json(grade.feedback()))
                .with("grader", "" + grade.graderId())
                .with("timecreated", "" + grade.timeCreated())
                .with("timemodified", "" + grade.timeModified())
                .with("grademin", "" + grade.item().min())
                .with("grademax", "" + grade.item().max())
                .with("itemtype", json(grade.item().type()))
                .with("itemmodule", json(grade.item().module()))
                .with("courseid", "" + grade.item().courseId())
                .with("courseshortname", json(grade.item().courseShortName()))
                .with(
                        "scale",
                        json(
                                grade.item().scale() == null
                                        ? null
                                        : grade.item().scale().text()))
                .with("scaletranslations", translations(grade.item().scale()))
                .with("hidden", "" + grade.hidden())
                .with("deleted", "" + grade.deleted());
    }

    private static String translations(GradeScale scale) {
        return scale == null
                ? "null"
                : scale.translations().entrySet().stream()
                        .map(text -> json(text.getKey()) + ":" + json(text.getValue()))
                        .collect(Collectors.joining(",", "{", "}"));
    }

    private static String json(String text) {
        return text == null ? "null" : JsonText.quoted(text);
    }

    @Provide
    Arbitrary<Long> ids() {
        return Arbitraries.longs().between(1, Long.MAX_VALUE);
    }

    @Provide
    Arbitrary<List<Long>> times() {
        return Arbitraries.longs().between(0, 253_402_300_799L).list().ofSize(4);
    }

    @Provide
    Arbitrary<List<String>> texts() {
        return Texts.clean().list().ofSize(8);
    }

    /** Any digits, up to 30, with the first and the last within the exponents allowed. */
    @Provide
    Arbitrary<BigDecimal> grades() {
        Arbitrary<BigInteger> digits = Arbitraries.bigIntegers()
                .between(BigInteger.TEN.pow(30).subtract(BigInteger.ONE).negate(), BigInteger.TEN.pow(30));
        return digits.filter(number -> number.abs().toString().length() <= 30)
                .flatMap(number -> Arbitraries.integers()
                        .between(-30, 31 - number.abs().toString().length())
                        .map(exponent -> new BigDecimal(number, -exponent)));
    }

    @Provide
    Arbitrary<String> optionalTexts() {
        return Texts.clean().injectNull(0.2);
    }

    @Provide
    Arbitrary<Boolean> optionalFlags() {
        return Arbitraries.of(true, false).injectNull(0.4);
    }

    @Provide
    Arbitrary<List<Long>> optionalIds() {
        return ids().list().ofMaxSize(4).injectNull(0.2);
    }

    @Provide
    Arbitrary<GradeEvent> gradeEvents() {
        Arbitrary<BigDecimal> grade = grades().injectNull(0.2).map(EventCodecPropertyTest::canonical);
        return Combinators.combine(
                        ids().list().ofSize(2),
                        gradeItems(),
                        grade,
                        optionalFlags(),
                        optionalFlags(),
                        optionalTexts(),
                        ids().injectNull(0.2),
                        times())
                .as((id, item, finalGrade, hidden, deleted, feedback, grader, time) -> new GradeEvent(
                        id.get(0),
                        id.get(1),
                        item,
                        finalGrade,
                        hidden,
                        deleted,
                        feedback,
                        grader,
                        time.get(0),
                        time.get(1)));
    }

    private Arbitrary<GradeItem> gradeItems() {
        Arbitrary<BigDecimal> grade = grades().injectNull(0.2).map(EventCodecPropertyTest::canonical);
        Arbitrary<String> code = Texts.clean().filter(text -> !text.isEmpty() && text.length() <= 30);
        Arbitrary<GradeScale> scale = Combinators.combine(
                        Texts.clean().filter(words -> !words.isBlank()),
                        Arbitraries.maps(code, Texts.clean()).ofMaxSize(4))
                .as(GradeScale::new)
                .injectNull(0.5);
        return Combinators.combine(ids(), optionalTexts().list().ofSize(4), ids().injectNull(0.2), grade, grade, scale)
                .as((id, text, course, min, max, words) ->
                        new GradeItem(id, text.get(0), text.get(1), text.get(2), course, text.get(3), min, max, words));
    }

    /** A whole number written without an exponent is read without one; all else keeps its scale. */
    private static BigDecimal canonical(BigDecimal value) {
        return value == null ? null : new BigDecimal(value.toString());
    }

    @Provide
    Arbitrary<Banding> bandings() {
        return Combinators.combine(
                        Arbitraries.of(BtecGrade.class).injectNull(0.2),
                        grades().injectNull(0.2),
                        Arbitraries.of(BandBasis.class).injectNull(0.2),
                        Arbitraries.of(BandProblem.class).injectNull(0.5),
                        Arbitraries.integers().between(1, Integer.MAX_VALUE))
                .as(Banding::new)
                .withoutEdgeCases();
    }

    @Provide
    Arbitrary<Map<String, Object>> unknownFields() {
        return objects(3);
    }

    private static Arbitrary<Map<String, Object>> objects(int levels) {
        return Arbitraries.maps(Texts.clean(), values(levels - 1)).ofMaxSize(5);
    }

    private static Arbitrary<Object> values(int levels) {
        Arbitrary<Object> leaf = Arbitraries.oneOf(
                Texts.clean().asGeneric(),
                numbers().asGeneric(),
                Arbitraries.of(true, false).asGeneric(),
                Arbitraries.just("").map(text -> (Object) text).injectNull(1));
        return levels == 0
                ? leaf
                : Arbitraries.oneOf(
                        leaf,
                        objects(levels).asGeneric(),
                        values(levels - 1).list().ofMaxSize(3).asGeneric());
    }

    private static Arbitrary<Written> numbers() {
        Arbitrary<String> whole = Arbitraries.strings().numeric().ofMinLength(1).ofMaxLength(150);
        Arbitrary<String> fraction =
                Arbitraries.strings().numeric().ofMinLength(1).ofMaxLength(40);
        Arbitrary<String> exponent = Arbitraries.of(
                "",
                "e0",
                "E5",
                "e+30",
                "e-31",
                "e400000000",
                "E-400000000",
                "e2147483648",
                "e-2147483648",
                "e99999999999");
        return Combinators.combine(Arbitraries.of("", "-"), whole, fraction.injectNull(0.5), exponent)
                .as((sign, digits, decimals, power) -> new Written(
                        sign + digits.replaceFirst("^0+(?=.)", "") + (decimals == null ? "" : "." + decimals) + power));
    }
}
