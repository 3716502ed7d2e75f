package io.moodlepipeline.event;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.util.RawValue;
import io.moodlepipeline.event.json.FieldReader;
import java.math.BigDecimal;

/** A grade and how it was judged, from the grade processor. */
public record EnrichedGradeEvent(GradeEvent grade, Banding banding) implements MoodleEvent {

    private static final String GRADE = "btec_grade";
    private static final String PERCENTAGE = "percentage";
    private static final String BASIS = "band_basis";
    private static final String PROBLEM = "band_problem";
    private static final String RULES = "band_rules";

    /** Values and keys that the judgement has. */
    static final int JUDGEMENT_VALUES = 10;

    /** The greatest grade over the smallest range there can be, times 100, and ten decimals. */
    private static final int MAX_PERCENTAGE_DIGITS = 80;

    private static final int MAX_PERCENTAGE_EXPONENT = 70;

    @Override
    public long userId() {
        return grade.userId();
    }

    @Override
    public long timeModified() {
        return grade.timeModified();
    }

    @Override
    public long generation() {
        return grade.generation();
    }

    @Override
    public int rules() {
        return banding.rules();
    }

    static EnrichedGradeEvent read(FieldReader fields) {
        return new EnrichedGradeEvent(
                GradeEvent.read(fields),
                new Banding(
                        fields.optionalWord(GRADE, BtecGrade.values()),
                        fields.optionalDecimal(PERCENTAGE, MAX_PERCENTAGE_DIGITS, MAX_PERCENTAGE_EXPONENT),
                        fields.optionalWord(BASIS, BandBasis.values()),
                        fields.optionalWord(PROBLEM, BandProblem.values()),
                        (int) fields.integer(RULES, 1, Integer.MAX_VALUE)));
    }

    static ObjectNode judgement(Banding banding) {
        ObjectNode judgement = JsonNodeFactory.instance.objectNode();
        judgement.put(GRADE, wireName(banding.grade()));
        judgement.set(PERCENTAGE, plain(banding.percentage()));
        judgement.put(BASIS, wireName(banding.basis()));
        judgement.put(PROBLEM, wireName(banding.problem()));
        judgement.put(RULES, banding.rules());
        return judgement;
    }

    /** Never as 1E-7, which some readers take for a text. */
    private static JsonNode plain(BigDecimal number) {
        return number == null
                ? JsonNodeFactory.instance.nullNode()
                : JsonNodeFactory.instance.rawValueNode(new RawValue(number.toPlainString()));
    }

    private static String wireName(WireName value) {
        return value == null ? null : value.wireName();
    }
}
