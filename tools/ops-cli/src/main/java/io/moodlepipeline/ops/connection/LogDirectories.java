package io.moodlepipeline.ops.connection;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.LogDirDescription;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.errors.ClusterAuthorizationException;

/** The brokers' disks as they describe them. */
public record LogDirectories(List<LogDirectory> directories) {

    /** @param description of a directory of this broker's */
    public record LogDirectory(int broker, String path, LogDirDescription description) {}

    /** Empty when this user may not ask. */
    public static Optional<LogDirectories> read(Admin admin) {
        List<Integer> brokers = Brokers.answer(admin.describeCluster().nodes()).stream()
                .map(Node::id)
                .toList();
        try {
            List<LogDirectory> directories = new ArrayList<>();
            admin.describeLogDirs(brokers)
                    .allDescriptions()
                    .get()
                    .forEach((broker, found) -> found.forEach(
                            (path, description) -> directories.add(new LogDirectory(broker, path, description))));
            return Optional.of(new LogDirectories(List.copyOf(directories)));
        } catch (ExecutionException e) {
            if (e.getCause() instanceof ClusterAuthorizationException) {
                return Optional.empty();
            }
            throw Brokers.explained(e.getCause());
        } catch (InterruptedException e) {
            throw Brokers.interrupted(e);
        }
    }

    /** Replicas counted each. */
    public Map<String, Long> bytesByTopic() {
        Map<String, Long> bytes = new HashMap<>();
        directories.stream()
                .map(directory -> directory.description().replicaInfos().entrySet())
                .flatMap(Collection::stream)
                .forEach(replica ->
                        bytes.merge(replica.getKey().topic(), replica.getValue().size(), Long::sum));
        return bytes;
    }
}
