package io.moodlepipeline.event;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.moodlepipeline.event.json.FieldReader;

/** A grade and how it was judged, from the grade processor. */
public record EnrichedGradeEvent(GradeEvent grade, Banding banding) implements MoodleEvent {

    private static final String GRADE = "btec_grade";
    private static final String PERCENTAGE = "percentage";
    private static final String BASIS = "band_basis";
    private static final String PROBLEM = "band_problem";
    private static final String RULES = "band_rules";

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
                        fields.optionalDecimal(PERCENTAGE),
                        fields.optionalWord(BASIS, BandBasis.values()),
                        fields.optionalWord(PROBLEM, BandProblem.values()),
                        (int) fields.integer(RULES, 1, Integer.MAX_VALUE)));
    }

    /** Puts the judgement beside the grade's own fields, replacing anything a sender put under the same names. */
    static void write(ObjectNode grade, Banding banding) {
        grade.put(GRADE, wireName(banding.grade()));
        grade.put(PERCENTAGE, banding.percentage());
        grade.put(BASIS, wireName(banding.basis()));
        grade.put(PROBLEM, wireName(banding.problem()));
        grade.put(RULES, banding.rules());
    }

    private static String wireName(WireName value) {
        return value == null ? null : value.wireName();
    }
}
