package io.moodlepipeline.event;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ExpectedCodesTest {

    /** All others may mean that a target or a program is wrong, so that the flood guard counts them. */
    @Test
    void whatASchoolsDataProvesAndWhatWaitsForPeopleIsExpected() {
        assertThat(Stream.of(DeadLetterCode.values()).filter(DeadLetterCode::expected))
                .containsExactlyInAnyOrder(
                        DeadLetterCode.CONTRADICTORY_GRADE_RANGE,
                        DeadLetterCode.RECORD_TOO_LARGE,
                        DeadLetterCode.STUDENT_NOT_SYNCED,
                        DeadLetterCode.ZOHO_MATCH_NEEDS_PERSON,
                        DeadLetterCode.ZOHO_RECORD_LOCKED,
                        DeadLetterCode.ZOHO_NOT_APPROVED);
    }
}
