package io.moodlepipeline.gateway.ingest;

import io.moodlepipeline.event.EventMetadata;
import io.moodlepipeline.event.FieldProblem;
import io.moodlepipeline.event.MoodleEvent;
import io.moodlepipeline.event.Sequences;
import io.moodlepipeline.event.Version;
import io.moodlepipeline.gateway.tenants.SignedContent;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;

/**
 * Works out an event's identity from what its sender claims, as far as that is proved. Whoever holds an old request can send it again
 * with other headers; it must not count as newer for that, nor take the time from a genuine one.
 */
final class ClaimCheck {
    private static final long TOLERANCE_MILLIS = Version.CLOCK_TOLERANCE.toMillis();
    private static final long LAST_MILLI_OF_A_SECOND = 999;

    private final Sequences sequences;

    /** How many bodies are remembered with their times: some 2 MB when it is full. */
    private final BodyTimes bodyTimes = new BodyTimes(15_000);

    ClaimCheck(Sequences sequences) {
        this.sequences = sequences;
    }

    /** @param problems takes what is wrong with the headers */
    Identity identity(Submission submission, List<FieldProblem> problems) {
        Claims claims = submission.claims();
        Optional<UUID> id = id(claims, problems);
        UUID sequence = id.map(sequences::of).orElseGet(sequences::next);
        Optional<Long> claimedTime = claimedTime(claims, problems);
        long time = claims.signed() == SignedContent.ID_TIME_AND_BODY
                ? signedTime(claims, id, claimedTime, problems)
                : claimedTime.orElse(0L);
        return new Identity(id.orElse(sequence), sequence, submission.received().toEpochMilli(), time);
    }

    /** Whether the sender chose the event's id: a minted one never comes again. */
    static boolean hasChosenId(Claims claims) {
        return claims.eventId() != null || claims.webhookId() != null;
    }

    /** The header that has the event's id. */
    static String idHeader(Claims claims) {
        return claims.eventId() == null ? "webhook-id" : "X-Event-Id";
    }

    private static Optional<UUID> id(Claims claims, List<FieldProblem> problems) {
        Optional<UUID> eventId = uuid("X-Event-Id", claims.eventId(), problems);
        Optional<UUID> webhookId = uuid("webhook-id", claims.webhookId(), problems);
        if (eventId.isPresent() && webhookId.isPresent() && !eventId.equals(webhookId)) {
            problems.add(new FieldProblem("X-Event-Id", "must be the same as webhook-id, or left out"));
        }
        return claims.signed() == SignedContent.ID_TIME_AND_BODY ? webhookId : eventId.or(() -> webhookId);
    }

    private static Optional<UUID> uuid(String header, String text, List<FieldProblem> problems) {
        Optional<UUID> id = EventMetadata.uuid(text);
        if (text != null && id.isEmpty()) {
            problems.add(new FieldProblem(header, "must be a UUID of 36 characters, or left out"));
        }
        return id;
    }

    private static Optional<Long> claimedTime(Claims claims, List<FieldProblem> problems) {
        Optional<Long> time = EventMetadata.unixMillis(claims.eventTime());
        if (claims.eventTime() != null && time.isEmpty()) {
            problems.add(new FieldProblem(
                    "X-Event-Time",
                    "must be Unix milliseconds from 0 to " + EventMetadata.LATEST_MILLIS + ", or left out"));
        }
        return time;
    }

    /**
     * {@code X-Event-Time} is not signed, but a UUIDv7 in {@code webhook-id} is, and has a time of its own: that one counts, whether
     * the header is there or not. An id from a clock that was far ahead counts as of when it was sent, which is signed too. An id
     * without a time proves none.
     */
    private static long signedTime(
            Claims claims, Optional<UUID> id, Optional<Long> claimed, List<FieldProblem> problems) {
        OptionalLong inId = id.map(Sequences::millisOf).orElse(OptionalLong.empty());
        boolean agrees = claimed.orElse(0L) == 0
                || (inId.isPresent() && Math.abs(claimed.get() - inId.getAsLong()) <= TOLERANCE_MILLIS);
        if (!agrees && id.isPresent()) {
            problems.add(new FieldProblem(
                    "X-Event-Time",
                    "must be within " + Version.CLOCK_TOLERANCE.toMinutes()
                            + " minutes of the time in webhook-id, a UUIDv7, which is what is signed; or left out"));
        }
        if (inId.isEmpty()) {
            return 0;
        }
        long sentAt = endOfSecond(Long.parseLong(claims.webhookTimestamp()));
        return inId.getAsLong() - sentAt <= TOLERANCE_MILLIS ? inId.getAsLong() : sentAt;
    }

    /**
     * The identity of an event of which only the body is signed. Its {@code X-Event-Time} counts up to the end of the second that the
     * body was changed in, as the body says, and the same body again counts as of the first time: otherwise an old grade that is sent
     * again as of now would replace its correction. A body that does not say when it was changed has the second rule alone: without any
     * time it would count as of its receipt, and a replay still win. The first time may be none: a time that a replay adds would
     * beat all events of a sender that gives none. An honest sender's events keep their order by their ids.
     */
    Identity believed(Submission submission, Content content, Identity claimed, MoodleEvent event) {
        if (submission.claims().signed() != SignedContent.BODY || claimed.eventTimeMillis() == 0) {
            return claimed;
        }
        long latest = event.timeModified() == 0 ? Long.MAX_VALUE : endOfSecond(event.timeModified());
        long first = bodyTimes.first(submission.tenant(), content).orElse(Long.MAX_VALUE);
        return claimed.at(Math.min(claimed.eventTimeMillis(), Math.min(latest, first)));
    }

    /** The identity of an event whose body does not say when it was changed, since it cannot be read. */
    static Identity believed(Submission submission, Identity claimed) {
        return submission.claims().signed() == SignedContent.BODY ? claimed.at(0) : claimed;
    }

    /** To be told of each event that the brokers have acknowledged. */
    void published(Submission submission, Content content, Identity identity) {
        if (submission.claims().signed() == SignedContent.BODY) {
            bodyTimes.remember(submission.tenant(), content, identity.eventTimeMillis());
        }
    }

    private static long endOfSecond(long unixSeconds) {
        return unixSeconds * 1000 + LAST_MILLI_OF_A_SECOND;
    }
}
