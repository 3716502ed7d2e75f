package io.moodlepipeline.testkit;

import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.GroupListing;

/** Tests share a broker: this takes away what those before have left. */
public final class CleanBroker {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private CleanBroker() {}

    public static Admin admin(String brokers) throws InterruptedException, ExecutionException {
        Admin admin = Admin.create(Map.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, brokers));
        List<String> groups = admin.listGroups().all().get().stream()
                .map(GroupListing::groupId)
                .toList();
        admin.deleteConsumerGroups(groups).all().get();
        admin.deleteTopics(topics(admin)).all().get();
        await().atMost(PATIENCE).until(() -> topics(admin).isEmpty());
        return admin;
    }

    private static List<String> topics(Admin admin) throws InterruptedException, ExecutionException {
        return List.copyOf(admin.listTopics().names().get());
    }
}
