package io.moodlepipeline.zohosimulator.crm;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.moodlepipeline.zohosimulator.http.Json;
import io.moodlepipeline.zohosimulator.http.Reply;
import io.moodlepipeline.zohosimulator.record.RecordView;
import io.moodlepipeline.zohosimulator.record.RowError;
import io.moodlepipeline.zohosimulator.record.RowOutcome;
import java.util.List;

/** Tells row by row what became of a request. */
final class RowsReply {
    static final int MULTI_STATUS = 207;
    private static final int BAD_REQUEST = 400;
    private static final int PRECONDITION_FAILED = 412;

    private RowsReply() {}

    static Reply of(List<RowOutcome> outcomes, RecordView view, int allStatus, int mixedStatus) {
        ObjectNode body = Json.object();
        ArrayNode data = body.putArray("data");
        for (RowOutcome outcome : outcomes) {
            ObjectNode row = outcome.fold(
                    written -> success(written, view),
                    refused -> refused.error().toJson());
            data.add(row);
        }
        boolean alreadyModified = outcomes.stream()
                .anyMatch(outcome -> outcome.fold(
                        written -> false, refused -> refused.error().code().equals(RowError.ALREADY_MODIFIED)));
        int written = (int) outcomes.stream().filter(RowOutcome::isWritten).count();
        return Reply.json(
                alreadyModified ? PRECONDITION_FAILED : status(written, outcomes.size(), allStatus, mixedStatus), body);
    }

    static int status(int done, int all, int allStatus, int mixedStatus) {
        if (done == all) {
            return allStatus;
        }
        return done == 0 ? BAD_REQUEST : mixedStatus;
    }

    private static ObjectNode success(RowOutcome.Written written, RecordView view) {
        ObjectNode row = Json.object().put("code", "SUCCESS");
        row.put("duplicate_field", written.matchedBy().orElse(null));
        row.put("action", written.inserted() ? "insert" : "update");
        ObjectNode details = view.details(written.record());
        if (written.inserted()) {
            details.put("$approval_state", "approved");
        }
        row.set("details", details);
        row.put("message", written.inserted() ? "record added" : "record updated");
        return row.put("status", "success");
    }
}
