package io.moodlepipeline.zoho.delivery;

import io.moodlepipeline.event.DeadLetterCode;
import io.moodlepipeline.zoho.api.RowError;
import java.util.Comparator;
import java.util.Map;
import java.util.Set;

/** The one table of Zoho's row errors, and what each means for a row. */
final class RowErrors {
    private static final String INVALID_DATA = "INVALID_DATA";
    private static final String DUPLICATE_DATA = "DUPLICATE_DATA";
    private static final String SEVERAL = "MULTIPLE_OR_MULTI_ERRORS";
    private static final String ID = "id";

    /** Those that are the row's fault or its record's; a letter's code says whether trying again by itself may help. */
    private static final Map<String, DeadLetterCode> DEAD = Map.ofEntries(
            Map.entry(INVALID_DATA, DeadLetterCode.ZOHO_INVALID_DATA),
            Map.entry("MANDATORY_NOT_FOUND", DeadLetterCode.ZOHO_MANDATORY_NOT_FOUND),
            Map.entry(DUPLICATE_DATA, DeadLetterCode.ZOHO_DUPLICATE_DATA),
            Map.entry("DEPENDENT_FIELD_MISSING", DeadLetterCode.ZOHO_DEPENDENT_FIELD_MISSING),
            Map.entry("DEPENDENT_MISMATCH", DeadLetterCode.ZOHO_DEPENDENT_MISMATCH),
            Map.entry("EXPECTED_FIELD_MISSING", DeadLetterCode.ZOHO_EXPECTED_FIELD_MISSING),
            Map.entry("LIMIT_EXCEEDED", DeadLetterCode.ZOHO_LIMIT_EXCEEDED),
            Map.entry("RECORD_LOCKED", DeadLetterCode.ZOHO_RECORD_LOCKED),
            Map.entry("NOT_APPROVED", DeadLetterCode.ZOHO_NOT_APPROVED),
            Map.entry("RECORD_IN_BLUEPRINT", DeadLetterCode.ZOHO_RECORD_IN_BLUEPRINT),
            Map.entry("DEPENDENT_SERVICE_ERROR", DeadLetterCode.ZOHO_DEPENDENT_SERVICE_ERROR));

    /** Nothing of this tenant can be written, whatever the row. */
    private static final Set<String> STOP = Set.of("AUTHORIZATION_FAILED", "INVALID_MODULE", "INVALID_REQUEST_METHOD");

    /** The fault of one field, without which the row may go if it is not essential. */
    private static final Set<String> OF_A_FIELD = Set.of(
            INVALID_DATA, DUPLICATE_DATA, "DEPENDENT_FIELD_MISSING", "DEPENDENT_MISMATCH", "RECORD_IN_BLUEPRINT");

    private RowErrors() {}

    /** @param attempt what the row is, and what was tried already */
    static Verdict verdict(RowError error, Attempt attempt) {
        if (error.code().equals(SEVERAL) && !error.inner().isEmpty()) {
            return error.inner().stream()
                    .map(inner -> verdict(inner, attempt))
                    .max(Comparator.comparingInt(RowErrors::severity))
                    .orElseThrow();
        }
        String text = text(error);
        if (STOP.contains(error.code())) {
            return new Verdict.Stop(text);
        }
        if (error.code().equals(INVALID_DATA)) {
            if (attempt.addressesRecord()
                    && (error.apiName() == null || error.apiName().equals(ID))) {
                return new Verdict.RecordGone(text);
            }
            if (attempt.isStudentField(error.apiName())) {
                return new Verdict.StudentGone(text);
            }
        }
        DeadLetterCode code = DEAD.getOrDefault(error.code(), DeadLetterCode.ZOHO_UNKNOWN_ERROR);
        if (error.code().equals(DUPLICATE_DATA) && !attempt.wasTriedAgain()) {
            return new Verdict.TryAgain(code, text);
        }
        if (OF_A_FIELD.contains(error.code()) && attempt.mayLeaveOut(error.apiName())) {
            return new Verdict.LeaveOut(error.apiName(), text);
        }
        return new Verdict.Dead(code, text);
    }

    /** Of several errors the worst decides. */
    private static int severity(Verdict verdict) {
        if (verdict instanceof Verdict.Stop) {
            return 5;
        }
        if (verdict instanceof Verdict.Dead) {
            return 4;
        }
        if (verdict instanceof Verdict.RecordGone) {
            return 3;
        }
        if (verdict instanceof Verdict.StudentGone) {
            return 2;
        }
        return verdict instanceof Verdict.TryAgain ? 1 : 0;
    }

    /** Code and field alone: Zoho's message may quote. */
    private static String text(RowError error) {
        StringBuilder text = new StringBuilder("Zoho refused the row: ").append(error.code());
        if (error.apiName() != null) {
            text.append(", field ").append(error.apiName());
        }
        if (error.maximumLength() != null) {
            text.append(", at most ").append(error.maximumLength()).append(" characters");
        }
        if (error.expectedDataType() != null) {
            text.append(", must be ").append(error.expectedDataType());
        }
        if (error.duplicateRecordId() != null) {
            text.append(", held by record ").append(error.duplicateRecordId());
        }
        return text.toString();
    }
}
