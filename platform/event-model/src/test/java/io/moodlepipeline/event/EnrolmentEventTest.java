package io.moodlepipeline.event;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class EnrolmentEventTest {

    @Test
    void theRolesAreThoseThatTheUserReallyHas() {
        assertThat(enrolment("[3,9]").roles()).containsExactly(3L, 9L);
    }

    @Test
    void aUserWithoutAnyRoleHasNotTheOneHeIsToGet() {
        assertThat(enrolment("[]").roles()).isEmpty();
    }

    @Test
    void aSenderThatTellsOneRoleOnlyIsBelieved() {
        assertThat(enrolment("null").roles()).containsExactly(5L);
    }

    private static EnrolmentEvent enrolment(String roleIds) {
        Body body = Body.of(EventType.USER_ENROLLED).with("roleids", roleIds);
        return (EnrolmentEvent) Outcome.valid(EventCodec.decode(EventType.USER_ENROLLED, body.bytes()));
    }
}
