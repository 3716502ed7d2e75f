package io.moodlepipeline.zoho.row;

import io.moodlepipeline.event.Banding;
import io.moodlepipeline.event.EnrichedGradeEvent;
import io.moodlepipeline.event.GradeEvent;
import io.moodlepipeline.event.GradeScale;
import io.moodlepipeline.event.WireName;
import io.moodlepipeline.zoho.mapping.Source;
import java.util.Optional;

record GradeValues(String tenant, GradeEvent grade, Banding banding) implements Values {

    GradeValues(String tenant, EnrichedGradeEvent event) {
        this(tenant, event.grade(), event.banding());
    }

    @Override
    public Optional<Value> of(Source source) {
        return switch (source) {
            case TENANT -> Value.text(tenant);
            case GRADE_ID -> Value.number(grade.gradeId());
            case USER_ID -> Value.number(grade.userId());
            case ITEM_ID -> Value.number(grade.item().id());
            case ITEM_NAME -> Value.text(grade.item().name());
            case FINAL_GRADE -> Value.number(grade.finalGrade());
            case ITEM_TYPE -> Value.text(grade.item().type());
            case ITEM_MODULE -> Value.text(grade.item().module());
            case GRADE_COURSE_ID -> Optional.ofNullable(grade.item().courseId()).flatMap(Value::number);
            case COURSE_SHORT_NAME -> Value.text(grade.item().courseShortName());
            case SCALE ->
                Optional.ofNullable(grade.item().scale()).map(GradeScale::text).flatMap(Value::text);
            case HIDDEN -> Value.flag(grade.hidden());
            case GRADE_MIN -> Value.number(grade.item().min());
            case GRADE_MAX -> Value.number(grade.item().max());
            case PERCENTAGE -> Value.number(banding.percentage());
            case BTEC_GRADE -> word(banding.grade());
            case BAND_BASIS -> word(banding.basis());
            case BAND_PROBLEM -> word(banding.problem());
            case BAND_RULES -> Value.number(banding.rules());
            case FEEDBACK ->
                Optional.ofNullable(grade.feedback()).map(HtmlText::plain).flatMap(Value::text);
            case GRADER -> Optional.ofNullable(grade.graderId()).flatMap(Value::number);
            case ATTEMPT_TIME -> grade.finalGrade() == null ? Optional.empty() : Value.time(attempted());
            case TIME_CREATED -> Value.time(grade.timeCreated());
            case TIME_MODIFIED -> Value.time(grade.timeModified());
            default -> throw new IllegalArgumentException(source + " is no value of a grade");
        };
    }

    private long attempted() {
        return grade.timeModified() == 0 ? grade.timeCreated() : grade.timeModified();
    }

    private static Optional<Value> word(WireName word) {
        return word == null ? Optional.empty() : Value.text(word.wireName());
    }
}
