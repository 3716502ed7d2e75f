package io.moodlepipeline.gateway.http;

import io.moodlepipeline.gateway.http.OracleJson.Member;
import io.moodlepipeline.gateway.http.OracleJson.Num;
import io.moodlepipeline.gateway.http.OracleJson.Obj;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What the HTTP contract says to a body, written down once more from its words. */
final class ContractOracle {
    static final String ACCEPTED = "ACCEPTED";

    private static final BigInteger MAX_ID = BigInteger.valueOf(Long.MAX_VALUE);
    private static final BigInteger LAST_SECOND = BigInteger.valueOf(253_402_300_799L);
    private static final Pattern INTEGER = Pattern.compile("-?[0-9]+");

    /** Of each event the fields and their types; what must be there has a mark. */
    private static final Map<String, Map<String, String>> FIELDS = Map.of(
            "user_created", user(),
            "user_updated", user(),
            "user_enrolled",
                    fields("eventname:text enrollmentid:id! userid:id! courseid:id! courseshortname:text roleid:id!"
                            + " roleids:ids deleted:flag status:status! timestart:time! timeend:time timecreated:time!"
                            + " timemodified:time"),
            "grade_updated",
                    fields("eventname:text gradeid:id! userid:id! itemid:id! itemname:text itemtype:text"
                            + " itemmodule:text courseid:id courseshortname:text finalgrade:grade feedback:text"
                            + " grader:grader timecreated:time! timemodified:time! grademin:grade grademax:grade"
                            + " scale:words scaletranslations:translations hidden:flag deleted:flag"));

    private ContractOracle() {}

    /**
     * @param codes those that the gateway may give, {@link #ACCEPTED} among them; of several faults it names one
     * @param object null when there is none
     */
    record Verdict(Set<String> codes, Obj object) {}

    static Set<String> events() {
        return new TreeSet<>(FIELDS.keySet());
    }

    static Verdict judge(String event, byte[] body) {
        String text = new String(body, StandardCharsets.UTF_8);
        if (!Arrays.equals(text.getBytes(StandardCharsets.UTF_8), body)) {
            return new Verdict(Set.of("NOT_JSON"), null);
        }
        OracleJson.Document document = OracleJson.read(text.startsWith("\uFEFF") ? text.substring(1) : text);
        if (!document.faults().isEmpty()) {
            return new Verdict(document.faults().stream().map(Enum::name).collect(Collectors.toSet()), null);
        }
        if (!(document.value() instanceof Obj object)) {
            return new Verdict(Set.of("INVALID_FIELD"), null);
        }
        return new Verdict(codes(event, values(object)), object);
    }

    static Map<String, Object> values(Obj object) {
        return object.members().stream()
                .collect(Collectors.toMap(Member::name, Member::value, (one, other) -> one, LinkedHashMap::new));
    }

    private static Set<String> codes(String event, Map<String, Object> values) {
        boolean fits = FIELDS.get(event).entrySet().stream()
                .allMatch(field -> fits(values.getOrDefault(field.getKey(), OracleJson.NULL), field.getValue()));
        if (!fits) {
            return Set.of("INVALID_FIELD");
        }
        return Set.of(
                event.equals("grade_updated") && isContradictory(values) ? "CONTRADICTORY_GRADE_RANGE" : ACCEPTED);
    }

    private static boolean isContradictory(Map<String, Object> grade) {
        if (isWords(grade.get("scale")) || !(grade.get("grademax") instanceof Num max)) {
            return false;
        }
        BigDecimal highest = new BigDecimal(max.written());
        BigDecimal lowest = grade.get("grademin") instanceof Num min ? new BigDecimal(min.written()) : BigDecimal.ZERO;
        boolean isEmptyTotal = grade.get("itemtype") instanceof String && highest.signum() == 0 && lowest.signum() == 0;
        return !isEmptyTotal && lowest.compareTo(highest) >= 0;
    }

    /** Blank ones are none. */
    private static boolean isWords(Object scale) {
        Stream<?> words = scale instanceof List<?> list ? list.stream() : Stream.ofNullable(scale);
        return scale != OracleJson.NULL
                && !words.map(String.class::cast)
                        .collect(Collectors.joining(","))
                        .isBlank();
    }

    private static boolean fits(Object value, String type) {
        if (value == OracleJson.NULL) {
            return !type.endsWith("!");
        }
        return switch (type.replace("!", "")) {
            case "id" -> isInteger(value, BigInteger.ONE, MAX_ID);
            case "grader" -> isInteger(value, BigInteger.ZERO, MAX_ID);
            case "time" -> isInteger(value, BigInteger.ZERO, LAST_SECOND);
            case "status" -> isInteger(value, BigInteger.ZERO, BigInteger.ONE);
            case "text" -> value instanceof String;
            case "flag" -> value instanceof Boolean;
            case "grade" -> value instanceof Num number && isGrade(number.written());
            case "ids" ->
                value instanceof List<?> list
                        && list.stream().allMatch(element -> isInteger(element, BigInteger.ONE, MAX_ID));
            case "words" ->
                value instanceof String
                        || (value instanceof List<?> list && list.stream().allMatch(String.class::isInstance));
            case "translations" -> value instanceof Obj object && isTranslations(object.members());
            default -> throw new IllegalArgumentException(type);
        };
    }

    private static boolean isTranslations(List<Member> languages) {
        return languages.size() <= 50
                && languages.stream()
                        .allMatch(language -> !language.name().isEmpty()
                                && language.name().length() <= 30
                                && language.value() instanceof String);
    }

    private static boolean isInteger(Object value, BigInteger min, BigInteger max) {
        if (!(value instanceof Num number) || !INTEGER.matcher(number.written()).matches()) {
            return false;
        }
        BigInteger integer = new BigInteger(number.written());
        return integer.compareTo(min) >= 0 && integer.compareTo(max) <= 0;
    }

    /** At most 30 digits, the first and the last of them between 10^30 and 10^-30. */
    private static boolean isGrade(String number) {
        String[] parts = number.replace("-.", "-0.").split("[eE]", 2);
        BigInteger exponent = parts.length == 1 ? BigInteger.ZERO : new BigInteger(parts[1].replace("+", ""));
        int point = parts[0].indexOf('.');
        int decimals = point < 0 ? 0 : parts[0].length() - point - 1;
        String significant = parts[0].replaceAll("[-.]", "").replaceFirst("^0+(?=.)", "");
        BigInteger last = exponent.subtract(BigInteger.valueOf(decimals));
        BigInteger first = last.add(BigInteger.valueOf(significant.length() - 1L));
        BigInteger bound = BigInteger.valueOf(30);
        return significant.length() <= 30 && last.compareTo(bound.negate()) >= 0 && first.compareTo(bound) <= 0;
    }

    private static Map<String, String> user() {
        return fields(
                "eventname:text userid:id! username:text! firstname:text! lastname:text! email:text! idnumber:text"
                        + " phone1:text city:text country:text suspended:flag! deleted:flag! timecreated:time!"
                        + " timemodified:time!");
    }

    private static Map<String, String> fields(String text) {
        Map<String, String> fields = new LinkedHashMap<>();
        Stream.of(text.split(" ")).map(field -> field.split(":")).forEach(field -> fields.put(field[0], field[1]));
        return fields;
    }

    /** The name and type of each field of an event, a mandatory one marked by {@code !}. */
    static Map<String, String> fieldsOf(String event) {
        return FIELDS.get(event);
    }
}
