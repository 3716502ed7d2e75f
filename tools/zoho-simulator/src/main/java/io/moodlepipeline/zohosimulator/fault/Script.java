package io.moodlepipeline.zohosimulator.fault;

import io.moodlepipeline.zohosimulator.http.Reply;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** What happens to one call. */
public final class Script {
    private final List<Effect> effects;
    private final Pauses pauses;

    Script(List<Effect> effects, Pauses pauses) {
        this.effects = effects;
        this.pauses = pauses;
    }

    /** The error code of a token that is to count as expired. */
    public Optional<String> expiredToken() {
        return all(Effect.ExpiredToken.class)
                .map(expired -> expired.code() == null ? "INVALID_TOKEN" : expired.code())
                .findFirst();
    }

    public boolean scopeMismatch() {
        return all(Effect.ScopeMismatch.class).findAny().isPresent();
    }

    /**
     * Waits as long as it is to take.
     *
     * @return what is answered without doing what was asked for
     */
    public Optional<Reply> before() {
        Optional<Reply> reply = scripted(false);
        return reply.isPresent()
                ? reply
                : all(Effect.Garbage.class)
                        .filter(garbage -> !garbage.truncated())
                        .map(garbage -> ScriptedReplies.page(200))
                        .findFirst();
    }

    /**
     * Waits as long as it is to take.
     *
     * @return what is answered after what was asked for is done
     */
    public Reply after(Reply reply) {
        return scripted(true)
                .orElseGet(() -> all(Effect.Garbage.class).anyMatch(Effect.Garbage::truncated)
                        ? ScriptedReplies.half(reply)
                        : reply);
    }

    public void pause(Duration time) {
        pauses.pause(time.toMillis());
    }

    private Optional<Reply> scripted(boolean committed) {
        all(Effect.Delay.class)
                .filter(delay -> delay.committed() == committed)
                .forEach(delay -> pauses.pause(delay.millis()));
        Stream<Reply> resets = all(Effect.Reset.class)
                .filter(reset -> reset.committed() == committed)
                .map(reset -> Reply.broken());
        Stream<Reply> errors = all(Effect.Status.class)
                .filter(status -> status.committed() == committed)
                .map(ScriptedReplies::of);
        return Stream.concat(resets, errors).findFirst();
    }

    private <T extends Effect> Stream<T> all(Class<T> type) {
        return effects.stream().filter(type::isInstance).map(type::cast);
    }
}
