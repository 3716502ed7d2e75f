package io.moodlepipeline.ops.lag;

import io.moodlepipeline.ops.groups.ConsumerGroup;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** How far a group is, its partitions together. */
public record GroupLag(ConsumerGroup group, List<PartitionLag> partitions) {
    public GroupLag {
        partitions = List.copyOf(partitions);
    }

    public long waiting() {
        return partitions.stream().mapToLong(PartitionLag::waiting).sum();
    }

    public Optional<Instant> oldestWaiting() {
        return partitions.stream()
                .flatMap(partition -> partition.oldestWaiting().stream())
                .min(Comparator.naturalOrder());
    }

    public long lost() {
        return partitions.stream().mapToLong(PartitionLag::lost).sum();
    }
}
