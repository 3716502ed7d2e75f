package io.moodlepipeline.ops.replay;

import io.moodlepipeline.ops.groups.ConsumerGroup;
import io.moodlepipeline.ops.groups.Member;
import java.util.stream.Collectors;

/** How to stop a group whose offsets are to be set: while it runs it would commit its own again. */
final class StopAdvice {
    private StopAdvice() {}

    static String of(ConsumerGroup group) {
        String name = group.name();
        return "Nothing was changed: " + name + " is running ("
                + group.members().stream().map(Member::name).collect(Collectors.joining(", "))
                + "). Stop it first, replay with --execute, then start it again:\n"
                + "  compose:     docker compose stop " + name + "    ...    docker compose start " + name + "\n"
                + "  local stack: Ctrl-C, ./pipeline up --without " + name + "    ...    Ctrl-C, ./pipeline up\n"
                + "An instance that was killed counts as running for up to 45 seconds.";
    }
}
