package io.moodlepipeline.gateway.http;

import io.javalin.http.Context;
import io.moodlepipeline.event.json.JsonObjects;
import io.moodlepipeline.gateway.http.AuthenticEndpoint.Answer;
import io.moodlepipeline.gateway.tenants.SignatureKind;
import io.moodlepipeline.gateway.tenants.SignedContent;
import io.moodlepipeline.gateway.tenants.Tenant;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** Lets a school find out whether its events would be taken. Nothing is published or kept, whatever it sends. */
final class ConnectionCheck implements AuthenticEndpoint.Purpose {
    private final Clock clock;

    ConnectionCheck(Clock clock) {
        this.clock = clock;
    }

    @Override
    public CompletableFuture<Answer> fulfil(Context ctx, Tenant sender, SignedContent signed, byte[] body) {
        List<SignatureKind> verified = sender.authentication().examined(RequestHeader.signature(ctx));
        return CompletableFuture.completedFuture(JsonObjects.parse(body, name -> false, JsonObjects.MAX_VALUES)
                .<Answer>fold(
                        object -> answering -> Answers.connected(answering, sender, verified, clock.instant()),
                        malformed -> answering -> Answers.refused(answering, Refusal.ofTest(malformed))));
    }
}
