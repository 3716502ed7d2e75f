package io.moodlepipeline.gateway.http;

import io.javalin.http.Context;
import io.javalin.http.Handler;
import io.moodlepipeline.gateway.ingest.RefusalQuotaException;
import io.moodlepipeline.gateway.tenants.SignedContent;
import io.moodlepipeline.gateway.tenants.Tenant;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.common.KafkaException;
import org.eclipse.jetty.http.HttpException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes a request whose sender must prove itself: check the headers, read the body, check the signature, do what the request is for,
 * answer. No thread waits between these steps.
 */
final class AuthenticEndpoint implements Handler {
    private static final Logger log = LoggerFactory.getLogger(AuthenticEndpoint.class);

    /** What a sender can cause as often as it likes: a wrong signature, a body that is broken or does not come, more to keep than it may. */
    private static final Set<Integer> ANY_NUMBER = Set.of(400, 401, 408, 429);

    private final String name;
    private final Purpose purpose;
    private final BodyBudget budget;
    private final Gate gate;
    private final Executor answering;
    private final Duration answerWithin;
    private final Clock clock;
    private final RequestMetrics metrics;

    /** @param name in logs and metrics */
    AuthenticEndpoint(
            String name,
            Purpose purpose,
            BodyBudget budget,
            Gate gate,
            Executor answering,
            Duration answerWithin,
            Clock clock,
            RequestMetrics metrics) {
        this.name = name;
        this.purpose = purpose;
        this.budget = budget;
        this.gate = gate;
        this.answering = answering;
        this.answerWithin = answerWithin;
        this.clock = clock;
        this.metrics = metrics;
    }

    /** What a request is for. */
    @FunctionalInterface
    interface Purpose {
        /**
         * Completes when the answer is known; it is written on another thread.
         *
         * @param signed what of the request the sender has proved by a signature
         */
        CompletableFuture<Answer> fulfil(Context ctx, Tenant sender, SignedContent signed, byte[] body);
    }

    /** Writes an answer. */
    @FunctionalInterface
    interface Answer {
        void write(Context ctx);
    }

    @Override
    public void handle(Context ctx) {
        long startedAt = System.nanoTime();
        Tenant tenant = gate.pass(ctx);
        BodyBudget.Share share = budget.share(tenant);
        ctx.future(() -> takeWithin(share, ctx, tenant, startedAt));
    }

    private CompletableFuture<Void> takeWithin(BodyBudget.Share share, Context ctx, Tenant tenant, long startedAt) {
        try {
            return take(share, ctx, tenant, startedAt).whenComplete((done, failure) -> share.close());
        } catch (RuntimeException | Error e) {
            share.close();
            throw e;
        }
    }

    private CompletableFuture<Void> take(BodyBudget.Share share, Context ctx, Tenant tenant, long startedAt) {
        CompletableFuture<byte[]> body = RequestBody.read(ctx.req(), Gate.MAX_BODY_BYTES, share);
        return body.thenCompose(bytes -> purpose.fulfil(ctx, tenant, signed(ctx, tenant, bytes), bytes))
                .orTimeout(answerWithin.toMillis(), TimeUnit.MILLISECONDS)
                // The brokers' acknowledgement arrives on the producer's only thread: answers are written on others.
                .handleAsync(
                        (answer, failure) -> {
                            write(ctx, tenant, body, answer, failure);
                            metrics.answered(name, ctx.statusCode(), System.nanoTime() - startedAt);
                            return null;
                        },
                        answering);
    }

    private SignedContent signed(Context ctx, Tenant tenant, byte[] body) {
        return tenant.authentication()
                .verify(RequestHeader.signature(ctx), body, clock.instant())
                .orElseThrow(() -> new RefusedException(
                        Refusal.badSignature(tenant.authentication().signatures())));
    }

    private void write(Context ctx, Tenant tenant, CompletableFuture<byte[]> body, Answer answer, Throwable failure) {
        if (failure == null) {
            answer.write(ctx);
            return;
        }
        Throwable cause =
                failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        Refusal refusal = refusal(body, ctx.req().getContentLengthLong(), cause);
        if (ANY_NUMBER.contains(refusal.status()) || refusal.equals(Refusal.OVERLOADED)) {
            gate.log(ctx, Optional.of(tenant), refusal);
        } else {
            logNotTaken(refusal, cause);
        }
        Answers.refused(ctx, refusal);
    }

    private Refusal refusal(CompletableFuture<byte[]> body, long declaredBytes, Throwable cause) {
        if (cause instanceof RefusedException refused) {
            return refused.refusal();
        }
        if (cause instanceof KafkaException || (cause instanceof TimeoutException && body.isDone())) {
            return Refusal.BROKER_UNAVAILABLE;
        }
        if (cause instanceof RefusalQuotaException) {
            return Refusal.refusalQuota(clock.instant());
        }
        // Jetty takes broken chunks for a body that ends too early. One whose length was said can only have been cut
        // off on its way.
        if (cause instanceof HttpException && declaredBytes < 0) {
            return Refusal.BAD_REQUEST;
        }
        boolean bodyDidNotArrive = cause instanceof TimeoutException || cause instanceof IOException;
        return bodyDidNotArrive ? Refusal.REQUEST_TIMEOUT : Refusal.INTERNAL_ERROR;
    }

    private void logNotTaken(Refusal refusal, Throwable cause) {
        log.atWarn()
                .addKeyValue("event", name)
                .addKeyValue("code", refusal.code())
                .addKeyValue("failure", cause.getClass().getName())
                .log("Not taken");
    }
}
