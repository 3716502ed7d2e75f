package io.moodlepipeline.ops.dlt;

import io.moodlepipeline.event.DeadLetterCode;
import io.moodlepipeline.event.EventHeaders;
import io.moodlepipeline.ops.deadletter.Letter;
import io.moodlepipeline.ops.deadletter.LetterParser;
import io.moodlepipeline.ops.deadletter.TrackedLetter;
import io.moodlepipeline.ops.output.SafeText;
import io.moodlepipeline.ops.output.Table;
import io.moodlepipeline.runtime.deadletter.AuditRecord;
import io.moodlepipeline.runtime.deadletter.DeadLetterHeaders;
import io.moodlepipeline.runtime.record.Origin;
import io.moodlepipeline.runtime.record.RecordText;
import java.io.PrintWriter;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;

/** One letter whole: why, who can mend it and how, what was done about it, headers and body. */
final class LetterView {
    private final TrackedLetter tracked;
    private final ConsumerRecord<byte[], byte[]> record;
    private final List<AuditRecord> history;
    private final boolean reveal;

    /** @param history in any order */
    LetterView(
            TrackedLetter tracked, ConsumerRecord<byte[], byte[]> record, List<AuditRecord> history, boolean reveal) {
        this.tracked = tracked;
        this.record = record;
        this.history =
                history.stream().sorted(Comparator.comparing(AuditRecord::at)).toList();
        this.reveal = reveal;
    }

    /** One row, for programs. */
    Table table() {
        Map<String, Object> fields = fields();
        fields.put("history", history.stream().map(LetterView::line).collect(Collectors.joining("; ")));
        fields.put("headers", String.join("; ", headerLines()));
        fields.put("body", body());
        return Table.of(fields.keySet().toArray(new String[0]))
                .row(fields.values().toArray());
    }

    /** For people. */
    void print(PrintWriter out) {
        Map<String, Object> fields = fields();
        fields.forEach((name, value) -> out.printf(
                "%-16s %s%n", name.replace('_', ' '), value == null ? "-" : SafeText.escape(value.toString())));
        section(out, "History", history.stream().map(LetterView::line).toList(), "nothing was done about it yet");
        section(out, "Headers", headerLines(), "none");
        out.println("\nBody" + (reveal ? "" : " (what may be personal is masked; --reveal shows it)"));
        body().lines().forEach(line -> out.println("  " + line));
        out.flush();
    }

    private Map<String, Object> fields() {
        Letter letter = tracked.letter();
        Headers headers = record.headers();
        Optional<DeadLetterCode> code = DeadLetterCode.named(letter.code());
        Origin origin = LetterParser.origin(record);
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("letter", letter.position());
        fields.put("state", tracked.state());
        fields.put("code", letter.code());
        fields.put("message", RecordText.header(headers, DeadLetterHeaders.EXCEPTION_MESSAGE));
        fields.put("meaning", code.map(DeadLetterCode::meaning).orElse("not a code of this version"));
        fields.put(
                "who_can_mend_it",
                code.map(known -> known.responsible().title()).orElse(null));
        fields.put("what_to_do", code.map(DeadLetterCode::remedy).orElse(null));
        fields.put("consumer", letter.consumer());
        fields.put("stage", RecordText.header(headers, DeadLetterHeaders.STAGE));
        fields.put("tenant", letter.tenant());
        fields.put("user", letter.userId() == 0 ? null : letter.userId());
        fields.put("event_type", letter.eventType());
        fields.put("event_id", letter.identity().event());
        fields.put("original", original(origin));
        fields.put("attempts", letter.attempts());
        fields.put("first_failed_at", RecordText.header(headers, DeadLetterHeaders.FIRST_FAILED_AT));
        fields.put("last_failed_at", letter.failedAt());
        fields.put("retryable", letter.retryable());
        return fields;
    }

    private static String original(Origin origin) {
        return origin.offset() < 0
                ? origin.topic() + ", where it never got to"
                : origin.topic() + " " + origin.partition() + ":" + origin.offset();
    }

    private static String line(AuditRecord audit) {
        String operation = audit.operation() == null ? "" : " in operation " + audit.operation();
        String letter = audit.letter() == null ? "" : " letter " + audit.letter();
        String reason = audit.reason().isBlank() ? "" : ": " + audit.reason();
        return SafeText.escape(
                audit.at() + " " + audit.action().wireName() + letter + " by " + audit.by() + operation + reason);
    }

    /** Name and text of those that stages write; of others, which may hold anything, the sizes. */
    private List<String> headerLines() {
        List<Header> headers = List.of(record.headers().toArray());
        return headers.stream()
                .map(header -> name(header) + ": " + text(header))
                .toList();
    }

    private String name(Header header) {
        return reveal || isOurs(header.key())
                ? SafeText.escape(header.key())
                : "(" + header.key().length() + " characters)";
    }

    private String text(Header header) {
        byte[] value = header.value();
        if (value == null) {
            return "-";
        }
        return reveal || isOurs(header.key())
                ? SafeText.escape(RecordText.header(record.headers(), header.key()))
                : "(" + value.length + " bytes)";
    }

    private static boolean isOurs(String name) {
        return EventHeaders.isPassedOn(name)
                || name.startsWith("dlt.")
                || name.startsWith("redrive.")
                || name.startsWith("__connect.errors.");
    }

    private String body() {
        byte[] body = record.value();
        if (body == null) {
            return "(none: too large to be kept here, read it where the original stands)";
        }
        return reveal ? BodyText.revealed(body) : BodyText.masked(body);
    }

    private static void section(PrintWriter out, String title, List<String> lines, String whenEmpty) {
        out.println("\n" + title);
        (lines.isEmpty() ? List.of(whenEmpty) : lines).forEach(line -> out.println("  " + line));
    }
}
