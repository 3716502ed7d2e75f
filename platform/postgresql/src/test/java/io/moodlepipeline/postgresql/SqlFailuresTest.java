package io.moodlepipeline.postgresql;

import static org.assertj.core.api.Assertions.assertThat;

import io.moodlepipeline.event.DeadLetterCode;
import io.moodlepipeline.runtime.consumer.FailureKind;
import io.moodlepipeline.runtime.consumer.TargetException;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SqlFailuresTest {

    @ParameterizedTest(name = "{0} is {1}: {2}")
    @CsvSource({
        "22001, PERMANENT, too long",
        "22003, PERMANENT, out of range",
        "23505, PERMANENT, unique",
        "23514, PERMANENT, check",
        "44000, PERMANENT, with check option",
        "54000, PERMANENT, row too large",
        "P0001, PERMANENT, raised by a trigger",
        "08006, TRANSIENT, connection lost",
        "0A000, TRANSIENT, cached plan",
        "26000, TRANSIENT, prepared statement lost",
        "40001, TRANSIENT, serialization",
        "40P01, TRANSIENT, deadlock",
        "42501, TRANSIENT, right missing or row policy",
        "42P01, TRANSIENT, table missing",
        "55P03, TRANSIENT, locked",
        "57014, TRANSIENT, statement timeout",
        "25006, UNAVAILABLE, read-only",
        "28P01, UNAVAILABLE, password",
        "3D000, UNAVAILABLE, no database",
        "53100, UNAVAILABLE, disk full",
        "53300, UNAVAILABLE, too many connections",
        "57P01, UNAVAILABLE, shutdown",
        "57P03, UNAVAILABLE, starting",
        "58030, UNAVAILABLE, input or output",
        "XX000, UNKNOWN, internal error",
        "72000, UNKNOWN, never heard of",
        "2, UNKNOWN, no state at all"
    })
    void theKindFollowsFromTheState(String state, FailureKind kind, String meaning) {
        assertThat(SqlFailures.kind(state)).as(meaning).isEqualTo(kind);
    }

    @ParameterizedTest
    @CsvSource({
        "25006, true",
        "26000, true",
        "42501, true",
        "42P01, true",
        "57014, true",
        "23505, false",
        "40P01, false",
        "53100, false",
        "55P03, false",
        "2, false",
        ", false"
    })
    void whatASessionMayOweToItsBeginningIsToldFromTheRest(String state, boolean ofSession) {
        assertThat(SqlFailures.mayBeOfSession(state)).isEqualTo(ofSession);
    }

    @Test
    void withoutAStateThereWasNoServerToAsk() {
        assertThat(SqlFailures.kind(null)).isEqualTo(FailureKind.UNAVAILABLE);
    }

    @ParameterizedTest
    @CsvSource({"23514, REFUSED_BY_DATABASE", "40P01, RETRIES_EXHAUSTED", "XX000, UNKNOWN_TARGET_FAILURE"})
    void theStateIsToldAndNeverTheServersWords(String state, DeadLetterCode code) {
        TargetException failure = SqlFailures.of(new SQLException("marked-4711", state));

        assertThat(failure.getMessage()).contains(state).doesNotContain("marked-4711");
        assertThat(failure.failure().code()).isEqualTo(code);
    }
}
