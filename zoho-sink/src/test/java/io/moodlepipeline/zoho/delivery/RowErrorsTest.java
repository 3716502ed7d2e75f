package io.moodlepipeline.zoho.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.moodlepipeline.event.DeadLetterCode;
import io.moodlepipeline.event.Version;
import io.moodlepipeline.runtime.consumer.ConsumedEvent;
import io.moodlepipeline.zoho.api.RowError;
import io.moodlepipeline.zoho.ledger.Claim;
import io.moodlepipeline.zoho.ledger.Entry;
import io.moodlepipeline.zoho.ledger.Wanted;
import io.moodlepipeline.zoho.mapping.Role;
import io.moodlepipeline.zoho.row.Built;
import io.moodlepipeline.zoho.row.Draft;
import io.moodlepipeline.zoho.row.Row;
import io.moodlepipeline.zoho.row.Rows;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RowErrorsTest {

    @ParameterizedTest
    @CsvSource({
        "MANDATORY_NOT_FOUND,      Extra,    ZOHO_MANDATORY_NOT_FOUND",
        "INVALID_DATA,             Award,    ZOHO_INVALID_DATA",
        "INVALID_DATA,             Key,      ZOHO_INVALID_DATA",
        "DEPENDENT_FIELD_MISSING,  Award,    ZOHO_DEPENDENT_FIELD_MISSING",
        "DEPENDENT_MISMATCH,       Award,    ZOHO_DEPENDENT_MISMATCH",
        "EXPECTED_FIELD_MISSING,   ,         ZOHO_EXPECTED_FIELD_MISSING",
        "LIMIT_EXCEEDED,           ,         ZOHO_LIMIT_EXCEEDED",
        "RECORD_LOCKED,            ,         ZOHO_RECORD_LOCKED",
        "NOT_APPROVED,             ,         ZOHO_NOT_APPROVED",
        "RECORD_IN_BLUEPRINT,      Award,    ZOHO_RECORD_IN_BLUEPRINT",
        "DEPENDENT_SERVICE_ERROR,  ,         ZOHO_DEPENDENT_SERVICE_ERROR",
        "ALREADY_MODIFIED,         ,         ZOHO_UNKNOWN_ERROR",
        "SOMETHING_NEW,            Optional, ZOHO_UNKNOWN_ERROR"
    })
    void theseAreTheRowsDeath(String code, String field, DeadLetterCode letter) {
        Verdict verdict = RowErrors.verdict(error(code, field), attempt(null));

        assertThat(verdict).isInstanceOfSatisfying(Verdict.Dead.class, dead -> {
            assertThat(dead.code()).isEqualTo(letter);
            assertThat(dead.error()).contains(code).contains(field == null ? "" : field);
        });
    }

    @ParameterizedTest
    @CsvSource({"INVALID_DATA", "DEPENDENT_FIELD_MISSING", "DEPENDENT_MISMATCH", "RECORD_IN_BLUEPRINT"})
    void anOptionalFieldThatIsRefusedIsLeftOut(String code) {
        Verdict verdict = RowErrors.verdict(error(code, "Optional"), attempt(null));

        assertThat(verdict)
                .isInstanceOfSatisfying(
                        Verdict.LeaveOut.class,
                        field -> assertThat(field.apiName()).isEqualTo("Optional"));
    }

    @Test
    void aFieldThatIsRefusedThoughItWasLeftOutIsTheRowsDeath() {
        Attempt attempt = attempt(null);
        attempt.leaveOut("Optional", "once");

        assertThat(RowErrors.verdict(error("DEPENDENT_FIELD_MISSING", "Optional"), attempt))
                .isInstanceOf(Verdict.Dead.class);
    }

    @ParameterizedTest
    @CsvSource({"AUTHORIZATION_FAILED", "INVALID_MODULE", "INVALID_REQUEST_METHOD"})
    void theseAreNoRowsFaultAndStopTheTenant(String code) {
        assertThat(RowErrors.verdict(error(code, null), attempt(null))).isInstanceOf(Verdict.Stop.class);
    }

    @Test
    void aDuplicateIsTriedOnceMoreThenLeftOutOrDead() {
        Attempt attempt = attempt(null);
        assertThat(RowErrors.verdict(error("DUPLICATE_DATA", "Key"), attempt)).isInstanceOf(Verdict.TryAgain.class);

        attempt.tryAgain("once");

        assertThat(RowErrors.verdict(error("DUPLICATE_DATA", "Key"), attempt))
                .isInstanceOfSatisfying(
                        Verdict.Dead.class,
                        dead -> assertThat(dead.code()).isEqualTo(DeadLetterCode.ZOHO_DUPLICATE_DATA));
        assertThat(RowErrors.verdict(error("DUPLICATE_DATA", "Optional"), attempt))
                .isInstanceOf(Verdict.LeaveOut.class);
    }

    @ParameterizedTest
    @CsvSource({"id", "''"})
    void anAddressedRecordThatIsInvalidIsGone(String field) {
        RowError error = error("INVALID_DATA", field.isEmpty() ? null : field);

        assertThat(RowErrors.verdict(error, attempt("700000000000000001"))).isInstanceOf(Verdict.RecordGone.class);
        assertThat(RowErrors.verdict(error, attempt(null))).isInstanceOf(Verdict.Dead.class);
    }

    @Test
    void aLookupThatIsInvalidMeansThatTheStudentIsGone() {
        assertThat(RowErrors.verdict(error("INVALID_DATA", "Student"), attempt(null)))
                .isInstanceOf(Verdict.StudentGone.class);
    }

    @Test
    void ofSeveralErrorsTheWorstDecides() {
        RowError several = new RowError(
                "MULTIPLE_OR_MULTI_ERRORS",
                null,
                null,
                null,
                null,
                List.of(error("INVALID_DATA", "Optional"), error("MANDATORY_NOT_FOUND", "Extra")));

        assertThat(RowErrors.verdict(several, attempt(null))).isInstanceOf(Verdict.Dead.class);
    }

    private static RowError error(String code, String field) {
        return new RowError(code, field, null, null, null, List.of());
    }

    private static Attempt attempt(String recordId) {
        ObjectNode content = JsonNodeFactory.instance.objectNode();
        List.of("Key", "Award", "Optional", "Student").forEach(field -> content.put(field, "x"));
        Version version = new Version(0, Instant.EPOCH, new UUID(0, 0), 0);
        byte[] hash = {1};
        return new Attempt(
                null,
                new Row(Role.GRADE, "7-8", "item", content, Set.of(), hash),
                new Claim.Granted(new Wanted("7-8", version, hash), new Entry("7-8", recordId, null, Set.of())),
                0,
                new OneOptionalField());
    }

    /** Of four fields all but {@code Optional} are essential. */
    private static final class OneOptionalField implements Rows {
        @Override
        public Draft draft(ConsumedEvent event) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Built build(ConsumedEvent event, Draft draft, String lastName, String studentRecordId) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Row withdrawn(ConsumedEvent event, Draft draft) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Row withoutAward(ConsumedEvent event, Draft draft) {
            throw new UnsupportedOperationException();
        }

        @Override
        public String module(Role role) {
            return "Grades";
        }

        @Override
        public String keyField(Role role) {
            return "Key";
        }

        @Override
        public String studentField(Role role) {
            return "Student";
        }

        @Override
        public Set<String> otherUniqueFields(Role role) {
            return Set.of();
        }

        @Override
        public boolean isEssential(Role role, String apiName) {
            return !apiName.equals("Optional");
        }

        @Override
        public Set<String> cleared(Role role) {
            return Set.of();
        }
    }
}
