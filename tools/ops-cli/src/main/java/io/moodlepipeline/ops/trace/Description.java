package io.moodlepipeline.ops.trace;

import io.moodlepipeline.event.Banding;
import io.moodlepipeline.event.EnrichedGradeEvent;
import io.moodlepipeline.event.EnrolmentEvent;
import io.moodlepipeline.event.GradeEvent;
import io.moodlepipeline.event.MoodleEvent;
import io.moodlepipeline.event.WireName;
import java.math.BigDecimal;

/**
 * What an event is about, in ids and bands. Grades and what teachers named them only when asked for; names, addresses and feedback
 * never.
 */
record Description(boolean reveal) {

    String of(MoodleEvent event) {
        if (event instanceof EnrichedGradeEvent judged) {
            return of(judged.grade());
        }
        if (event instanceof GradeEvent grade) {
            return "grade for item " + grade.item().id() + (reveal ? revealed(grade) : "");
        }
        if (event instanceof EnrolmentEvent enrolment) {
            return "enrolment " + enrolment.enrolmentId() + " in course " + enrolment.courseId();
        }
        return "user";
    }

    private static String revealed(GradeEvent grade) {
        return " (" + (grade.item().name() == null ? "a total" : grade.item().name()) + "): "
                + (grade.finalGrade() == null ? "no grade" : number(grade.finalGrade()));
    }

    /** The band in a word; null for what is no judged grade. */
    static String band(MoodleEvent event) {
        if (!(event instanceof EnrichedGradeEvent judged)) {
            return null;
        }
        Banding banding = judged.banding();
        return banding.grade() == null
                ? "none: " + word(banding.problem())
                : banding.grade().wireName();
    }

    String judgement(EnrichedGradeEvent judged) {
        Banding banding = judged.banding();
        String percentage = reveal && banding.percentage() != null ? ", " + number(banding.percentage()) + " %" : "";
        return "band " + band(judged) + percentage + ", basis " + word(banding.basis()) + ", rules " + banding.rules();
    }

    private static String word(WireName name) {
        return name == null ? "none" : name.wireName();
    }

    private static String number(BigDecimal number) {
        return number.stripTrailingZeros().toPlainString();
    }
}
