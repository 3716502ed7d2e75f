package io.moodlepipeline.gateway.http;

import io.javalin.http.Context;
import io.moodlepipeline.event.EventType;
import io.moodlepipeline.gateway.http.AuthenticEndpoint.Answer;
import io.moodlepipeline.gateway.ingest.Claims;
import io.moodlepipeline.gateway.ingest.EventIngest;
import io.moodlepipeline.gateway.ingest.Receipt;
import io.moodlepipeline.gateway.ingest.Submission;
import io.moodlepipeline.gateway.tenants.SignedContent;
import io.moodlepipeline.gateway.tenants.Tenant;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Hands a webhook to the ingest, and answers when the brokers have it. */
final class EventReception implements AuthenticEndpoint.Purpose {
    private static final Logger log = LoggerFactory.getLogger(EventReception.class);

    private final EventType type;
    private final EventIngest ingest;
    private final Clock clock;

    EventReception(EventType type, EventIngest ingest, Clock clock) {
        this.type = type;
        this.ingest = ingest;
        this.clock = clock;
    }

    @Override
    public CompletableFuture<Answer> fulfil(Context ctx, Tenant sender, SignedContent signed, byte[] body) {
        Claims claims = new Claims(
                RequestHeader.of(ctx, "X-Event-Id"),
                RequestHeader.of(ctx, "X-Event-Time"),
                RequestHeader.of(ctx, "webhook-id"),
                RequestHeader.of(ctx, "webhook-timestamp"),
                signed);
        return ingest.accept(new Submission(
                        type,
                        sender.name(),
                        sender.epoch(),
                        claims,
                        RequestHeader.of(ctx, "traceparent"),
                        body,
                        clock.instant().truncatedTo(ChronoUnit.MILLIS),
                        sender.refusals()))
                .thenApply(receipt -> answering -> answer(answering, receipt));
    }

    private void answer(Context ctx, Receipt receipt) {
        if (receipt.refused().isEmpty()) {
            Answers.accepted(ctx, receipt);
            return;
        }
        Refusal refusal = Refusal.of(receipt.refused().get());
        logRefused(receipt.eventId(), refusal);
        Answers.refused(ctx, refusal, Optional.of(receipt.eventId()));
    }

    private void logRefused(UUID eventId, Refusal refusal) {
        log.atInfo()
                .addKeyValue("event", type.pathName())
                .addKeyValue("event_id", eventId)
                .addKeyValue("code", refusal.code())
                .log("Refused and kept");
    }
}
