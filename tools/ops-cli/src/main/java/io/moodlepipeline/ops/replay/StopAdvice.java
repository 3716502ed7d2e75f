package io.moodlepipeline.ops.replay;

import io.moodlepipeline.ops.deployment.Deployment;
import io.moodlepipeline.ops.groups.ConsumerGroup;
import io.moodlepipeline.ops.groups.Member;
import java.util.stream.Collectors;

/** How to stop a group whose offsets are to be set: while it runs it would commit its own again. */
final class StopAdvice {
    private StopAdvice() {}

    static String of(ConsumerGroup group, Deployment deployment) {
        String name = group.name();
        return "Nothing was changed: " + name + " is running ("
                + group.members().stream().map(Member::name).collect(Collectors.joining(", ")) + "). So\n"
                + "  1. " + deployment.stop(name) + "\n"
                + "  2. replay as you did now, with --execute\n"
                + "  3. " + deployment.startAgain(name) + "\n"
                + "An instance that was killed counts as running for up to 45 seconds.";
    }
}
