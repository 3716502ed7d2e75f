package io.moodlepipeline.zoho.delivery;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.moodlepipeline.zoho.ledger.Claim;
import io.moodlepipeline.zoho.row.Row;
import io.moodlepipeline.zoho.row.Rows;
import java.util.HashSet;
import java.util.Set;

/** One row under its claim, from its first sending to the one that decides it. */
final class Attempt {
    private final Pending pending;
    private final Claim.Granted claim;
    private final long claimedAt;
    private final Rows rows;
    private final Set<String> leftOut;

    private Row row;
    private String recordId;
    private Verdict.Dead death;
    private boolean withheld;
    private boolean triedAgain;
    private boolean recordForgotten;
    private boolean studentForgotten;
    private String lastError;

    /**
     * @param pending null when it is content of the ledger that is sent once more
     * @param claimedAt by a clock that is not set back, in nanoseconds, before the claim was asked for
     */
    Attempt(Pending pending, Row row, Claim.Granted claim, long claimedAt, Rows rows) {
        this.pending = pending;
        this.row = row;
        this.claim = claim;
        this.claimedAt = claimedAt;
        this.rows = rows;
        this.recordId = claim.entry().recordId();
        this.leftOut = new HashSet<>(row.leftOut());
    }

    Pending pending() {
        return pending;
    }

    Row row() {
        return row;
    }

    Claim.Granted claim() {
        return claim;
    }

    long claimedAt() {
        return claimedAt;
    }

    String recordId() {
        return recordId;
    }

    /** Why the event's own row cannot be sent; null while it may. */
    Verdict.Dead death() {
        return death;
    }

    /** From now on the record only loses what its newest event does not give. */
    void withdraw(Row withdrawal, Verdict.Dead why) {
        row = withdrawal;
        leftOut.clear();
        death = why;
        lastError = why.error();
    }

    Set<String> leftOut() {
        return leftOut;
    }

    String lastError() {
        return lastError;
    }

    /**
     * The row as it goes over the wire now. A row without id is matched by Zoho, by every unique field it carries: it carries only the
     * key, and gets the others once its record is known.
     */
    ObjectNode body() {
        ObjectNode body = row.content().deepCopy();
        body.remove(leftOut);
        if (recordId != null) {
            body.put("id", recordId);
            withheld = false;
            return body;
        }
        // On a new record there is nothing to clear.
        body.properties().removeIf(field -> field.getValue().isNull());
        withheld = body.properties()
                .removeIf(field -> rows.otherUniqueFields(row.role()).contains(field.getKey()));
        return body;
    }

    /** The content as it is kept in the ledger. */
    ObjectNode sentContent() {
        ObjectNode sent = row.content().deepCopy();
        sent.remove(leftOut);
        return sent;
    }

    /** Zoho holds the record. True when the record is known now but lacks fields that had to wait for that. */
    boolean written(String id) {
        recordId = id;
        return withheld;
    }

    boolean addressesRecord() {
        return recordId != null;
    }

    /** Whether a record may be made of it: not of a row that does not name its student, since that only takes from a record. */
    boolean mayCreate() {
        String studentField = rows.studentField(row.role());
        return studentField == null || row.content().has(studentField);
    }

    boolean isStudentField(String apiName) {
        return apiName != null && apiName.equals(rows.studentField(row.role()));
    }

    boolean wasTriedAgain() {
        return triedAgain;
    }

    /** Not twice: what Zoho still refuses without the field is not about its value. */
    boolean mayLeaveOut(String apiName) {
        return apiName != null
                && row.content().has(apiName)
                && !leftOut.contains(apiName)
                && !rows.isEssential(row.role(), apiName);
    }

    void leaveOut(String apiName, String error) {
        leftOut.add(apiName);
        lastError = error;
    }

    void tryAgain(String error) {
        triedAgain = true;
        lastError = error;
    }

    /** The record is dead. False when that was so before: then it is not looked for once more. */
    boolean forgetRecord(String error) {
        boolean first = !recordForgotten;
        recordForgotten = true;
        recordId = null;
        lastError = error;
        return first;
    }

    /** The student is dead. False when that was so before. */
    boolean forgetStudent(String error) {
        boolean first = !studentForgotten;
        studentForgotten = true;
        lastError = error;
        return first;
    }

    void address(String id) {
        recordId = id;
    }

    void pointTo(JsonNode student) {
        row.content().set(rows.studentField(row.role()), student);
    }
}
