package io.moodlepipeline.ops.verify;

import static org.assertj.core.api.Assertions.assertThat;

import io.moodlepipeline.ops.verify.GradesJudged.Grade;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class GradesJudgedTest {
    private final GradesJudged grades = new GradesJudged();

    @Test
    void aGradeSentTwiceIsJudgedByOneJudgement() {
        grades.grade(grade(1, 10));
        grades.grade(grade(1, 11));
        grades.judged(id(1), "school");

        assertThat(unjudged()).isEmpty();
    }

    @Test
    void anotherSchoolsJudgementOfTheSameEventIdIsNotThisGrades() {
        grades.grade(grade(1, 10));
        grades.judged(id(1), "another school");

        assertThat(unjudged()).containsExactly(grade(1, 10));
    }

    @Test
    void aGradeWithoutJudgementIsTold() {
        grades.grade(grade(1, 10));
        grades.grade(grade(2, 11));
        grades.judged(id(2), "school");
        grades.judged(id(3), "school");

        assertThat(unjudged()).containsExactly(grade(1, 10));
    }

    @Test
    void onlyGradesBeforeTheFirstRetainedJudgementMayHaveLostTheirsToRetention() {
        grades.grade(grade(1, 10));
        grades.grade(grade(2, 11));
        grades.grade(grade(3, 12));
        grades.judged(id(2), "school");

        assertThat(grades.isBeforeAllMatched(grade(1, 10))).isTrue();
        assertThat(grades.isBeforeAllMatched(grade(3, 12))).isFalse();
    }

    private List<Grade> unjudged() {
        List<Grade> unjudged = new ArrayList<>();
        grades.unjudged(unjudged::add);
        return unjudged;
    }

    private static Grade grade(int event, long offset) {
        return new Grade(id(event), "school", 0, offset);
    }

    private static UUID id(int event) {
        return new UUID(0x7000, event);
    }
}
