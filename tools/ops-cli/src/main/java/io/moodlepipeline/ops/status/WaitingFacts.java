package io.moodlepipeline.ops.status;

import io.moodlepipeline.ops.deployment.Deployment;
import io.moodlepipeline.ops.groups.PipelineConsumer;
import io.moodlepipeline.ops.lag.GroupLag;
import io.moodlepipeline.ops.lag.PartitionLag;
import io.moodlepipeline.ops.time.DurationText;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What waits for whom. That events wait is no problem; that they wait long, or for nobody, is one. */
final class WaitingFacts {
    private final Deployment deployment;
    private final Duration patience;
    private final Instant now;

    /** @param patience how long an event may wait */
    WaitingFacts(Deployment deployment, Duration patience, Instant now) {
        this.deployment = deployment;
        this.patience = patience;
        this.now = now;
    }

    List<Fact> of(List<GroupLag> groups) {
        List<Fact> facts = new ArrayList<>();
        for (GroupLag group : groups) {
            facts.add(waiting(group));
            group.partitions().stream()
                    .flatMap(partition -> outOfReach(partition).stream())
                    .forEach(facts::add);
        }
        return facts;
    }

    private Fact waiting(GroupLag lag) {
        String name = lag.group().name();
        Optional<Duration> oldest = lag.oldestWaiting().map(accepted -> Duration.between(accepted, now));
        String words = words(lag.waiting(), oldest);
        Fact fact;
        if (lag.waiting() > 0 && lag.group().members().isEmpty()) {
            fact = Fact.problem(
                    Area.WAITING,
                    name,
                    words + ", and " + name + " is not running",
                    deployment.start(PipelineConsumer.serviceOf(name)));
        } else if (oldest.filter(age -> age.compareTo(patience) > 0).isPresent()) {
            fact = Fact.problem(
                    Area.WAITING, name, words, deployment.verb("lag --group " + name) + " says whether it gets less");
        } else {
            fact = Fact.good(Area.WAITING, name, words);
        }
        return fact.counting(lag.waiting(), oldest.orElse(null));
    }

    private static String words(long waiting, Optional<Duration> oldest) {
        if (waiting == 0) {
            return "none";
        }
        return (waiting == 1 ? "1 event waits" : waiting + " events wait")
                + oldest.map(age -> ", the oldest for " + DurationText.of(age)).orElse("");
    }

    /** Offsets that are not there any more stop the consumer: a person has to say that it may go on without them. */
    private Optional<Fact> outOfReach(PartitionLag lag) {
        if (lag.lost() == 0 && !lag.isBeyondEnd()) {
            return Optional.empty();
        }
        String group = lag.group().name();
        String place = lag.partition().topic() + ":" + lag.partition().partition();
        String words = lag.isBeyondEnd()
                ? place + " ends before what it has read: the topic was made anew"
                : lag.lost() + " events of " + place + " were deleted before it has read them";
        return Optional.of(Fact.problem(
                        Area.WAITING,
                        group,
                        words,
                        deployment.whileStopped(
                                PipelineConsumer.serviceOf(group),
                                deployment.verb(
                                        "replay --group " + group + " --topic " + place + " --to-earliest --execute")))
                .counting(lag.lost(), null));
    }
}
