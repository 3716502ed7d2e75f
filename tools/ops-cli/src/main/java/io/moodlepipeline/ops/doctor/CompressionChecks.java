package io.moodlepipeline.ops.doctor;

import io.moodlepipeline.runtime.brokers.Codec;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/** Whether compressed records can be read: on this machine, as services on others can only say themselves. */
final class CompressionChecks {
    private static final String SUBJECT = "compression";

    private final String area;
    private final Predicate<Codec> works;

    /** @param works whether this process can read what is compressed so */
    CompressionChecks(String area, Predicate<Codec> works) {
        this.area = area;
        this.works = works;
    }

    /** @param compressionTypes of the topics that exist, as their settings say */
    List<Check> run(Map<String, String> compressionTypes) {
        List<Check> checks = new ArrayList<>();
        for (Codec codec : Codec.values()) {
            if (!works.test(codec)) {
                checks.add(broken(
                        codec,
                        compressionTypes.entrySet().stream()
                                .filter(topic -> topic.getValue().equals(codec.toString()))
                                .map(Map.Entry::getKey)
                                .sorted()
                                .toList()));
            }
        }
        return checks.isEmpty() ? List.of(Check.ok(area, SUBJECT, "zstd and snappy can be read here")) : checks;
    }

    private Check broken(Codec codec, List<String> topics) {
        String found = "records cannot be read here that are compressed with " + codec.cannotBeLoaded();
        return topics.isEmpty()
                ? Check.warn(area, SUBJECT, found, Codec.REMEDY)
                : Check.fail(area, SUBJECT, found + "; so are those of " + String.join(", ", topics), Codec.REMEDY);
    }
}
