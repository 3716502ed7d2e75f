package io.moodlepipeline.ops.groups;

import io.moodlepipeline.ops.deployment.Deployment;
import java.util.stream.Collectors;

/** How to stop a group before what it goes by is changed: while it runs it would write its own again. */
public final class StopAdvice {
    private StopAdvice() {}

    /** @param change what to do while it is stopped */
    public static String of(ConsumerGroup group, Deployment deployment, String change) {
        String service = PipelineConsumer.serviceOf(group.name());
        return "Nothing was changed: " + group.name() + " is running ("
                + group.members().stream().map(Member::name).collect(Collectors.joining(", ")) + "). So\n"
                + "  1. " + deployment.stop(service) + "\n"
                + "  2. " + change + "\n"
                + "  3. " + deployment.startAgain(service) + "\n"
                + "An instance that was killed counts as running for up to 45 seconds.";
    }
}
