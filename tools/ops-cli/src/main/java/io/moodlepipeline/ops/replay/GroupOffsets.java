package io.moodlepipeline.ops.replay;

import io.moodlepipeline.ops.OpsException;
import io.moodlepipeline.ops.connection.Brokers;
import java.util.Collection;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.errors.GroupNotEmptyException;
import org.apache.kafka.common.errors.UnknownMemberIdException;

/** Sets where a group goes on; the brokers do it for a group that does not run. */
final class GroupOffsets {
    private GroupOffsets() {}

    /** @throws OpsException when that was not done, also because the group has come up since somebody looked */
    static void set(Admin admin, String group, Collection<Move> changes) {
        try {
            admin.alterConsumerGroupOffsets(
                            group,
                            changes.stream()
                                    .collect(Collectors.toMap(
                                            move -> move.from().partition(), move -> new OffsetAndMetadata(move.to()))))
                    .all()
                    .get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof UnknownMemberIdException || e.getCause() instanceof GroupNotEmptyException) {
                throw new OpsException("Nothing was changed: an instance of " + group + " has come up meanwhile", e);
            }
            throw Brokers.explained(e.getCause());
        } catch (InterruptedException e) {
            throw Brokers.interrupted(e);
        }
    }
}
