package io.moodlepipeline.gateway.http;

import io.javalin.http.Context;
import io.javalin.http.Handler;
import io.moodlepipeline.event.EventType;
import io.moodlepipeline.gateway.ingest.EventIngest;
import io.moodlepipeline.gateway.ingest.Receipt;
import io.moodlepipeline.gateway.ingest.Submission;
import io.moodlepipeline.gateway.tenants.Tenant;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.common.KafkaException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes one webhook: check the headers, read the body, check the signature, hand it to the ingest, answer when the brokers have it.
 * No thread waits between these steps.
 */
final class EventEndpoint implements Handler {
    private static final Logger log = LoggerFactory.getLogger(EventEndpoint.class);

    private final EventType type;
    private final BodyBudget budget;
    private final Gate gate;
    private final EventIngest ingest;
    private final Clock clock;
    private final Executor answering;
    private final Duration answerWithin;
    private final RequestMetrics metrics;

    EventEndpoint(
            EventType type,
            BodyBudget budget,
            Gate gate,
            EventIngest ingest,
            Clock clock,
            Executor answering,
            Duration answerWithin,
            RequestMetrics metrics) {
        this.type = type;
        this.budget = budget;
        this.gate = gate;
        this.ingest = ingest;
        this.clock = clock;
        this.answering = answering;
        this.answerWithin = answerWithin;
        this.metrics = metrics;
    }

    @Override
    public void handle(Context ctx) {
        long startedAt = System.nanoTime();
        Tenant tenant = gate.pass(ctx);
        int bytes = BodyBudget.of(ctx.req().getContentLengthLong());
        if (!budget.take(bytes)) {
            throw new RefusedException(Refusal.OVERLOADED);
        }
        ctx.future(() -> takeWithin(bytes, ctx, tenant, startedAt));
    }

    private CompletableFuture<Void> takeWithin(int bytes, Context ctx, Tenant tenant, long startedAt) {
        try {
            return take(ctx, tenant, startedAt).whenComplete((done, failure) -> budget.giveBack(bytes));
        } catch (RuntimeException e) {
            budget.giveBack(bytes);
            throw e;
        }
    }

    private CompletableFuture<Void> take(Context ctx, Tenant tenant, long startedAt) {
        CompletableFuture<byte[]> body = RequestBody.read(ctx.req(), Gate.MAX_BODY_BYTES);
        return body.thenCompose(bytes -> ingest.accept(signed(ctx, tenant, bytes)))
                .orTimeout(answerWithin.toMillis(), TimeUnit.MILLISECONDS)
                // The brokers' acknowledgement arrives on the producer's only thread: answers are written on others.
                .handleAsync(
                        (receipt, failure) -> {
                            answer(ctx, body, receipt, failure);
                            metrics.answered(type.pathName(), ctx.statusCode(), System.nanoTime() - startedAt);
                            return null;
                        },
                        answering);
    }

    private Submission signed(Context ctx, Tenant tenant, byte[] body) {
        if (!tenant.authentication().allowsSignature(ctx.header("X-Signature"), body)) {
            throw new RefusedException(Refusal.BAD_SIGNATURE);
        }
        return new Submission(
                type,
                tenant.name(),
                ctx.header("X-Event-Id"),
                ctx.header("X-Event-Time"),
                ctx.header("traceparent"),
                body,
                clock.instant().truncatedTo(ChronoUnit.MILLIS));
    }

    private void answer(Context ctx, CompletableFuture<byte[]> body, Receipt receipt, Throwable failure) {
        if (failure != null) {
            Throwable cause =
                    failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
            Refusal refusal = refusal(body, cause);
            logNotTaken(refusal, cause);
            Answers.refused(ctx, refusal);
        } else if (receipt.refused().isPresent()) {
            Refusal refusal = Refusal.of(receipt.refused().get());
            logRefused(receipt.eventId(), refusal);
            Answers.refused(ctx, refusal, Optional.of(receipt.eventId()));
        } else {
            Answers.accepted(ctx, receipt);
        }
    }

    private static Refusal refusal(CompletableFuture<byte[]> body, Throwable cause) {
        if (cause instanceof RefusedException refused) {
            return refused.refusal();
        }
        if (cause instanceof KafkaException || (cause instanceof TimeoutException && body.isDone())) {
            return Refusal.BROKER_UNAVAILABLE;
        }
        boolean bodyDidNotArrive = cause instanceof TimeoutException || cause instanceof IOException;
        return bodyDidNotArrive ? Refusal.REQUEST_TIMEOUT : Refusal.INTERNAL_ERROR;
    }

    private void logRefused(UUID eventId, Refusal refusal) {
        log.atInfo()
                .addKeyValue("event", type.pathName())
                .addKeyValue("event_id", eventId)
                .addKeyValue("code", refusal.code())
                .log("Refused and kept");
    }

    private void logNotTaken(Refusal refusal, Throwable cause) {
        log.atWarn()
                .addKeyValue("event", type.pathName())
                .addKeyValue("code", refusal.code())
                .addKeyValue("failure", cause.getClass().getName())
                .log("Not taken");
    }
}
