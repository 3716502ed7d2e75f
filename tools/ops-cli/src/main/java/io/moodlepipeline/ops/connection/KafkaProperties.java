package io.moodlepipeline.ops.connection;

import io.moodlepipeline.runtime.consumer.ClientProperties;
import io.moodlepipeline.runtime.settings.KafkaSettings;
import java.util.Map;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.consumer.ConsumerConfig;

/**
 * The properties of the clients that a verb makes.
 *
 * @param kafka from the environment
 * @param further on top of it, from a file
 */
public record KafkaProperties(KafkaSettings kafka, Map<String, String> further) {
    private static final String CLIENT_ID = "ops-cli";

    /** A call that no broker answers fails within ten seconds, so that the verb can say so. */
    public Map<String, Object> admin() {
        Map<String, Object> properties = kafka.admin();
        properties.putIfAbsent(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, 10_000);
        properties.putIfAbsent(AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, 5_000);
        properties.putIfAbsent(AdminClientConfig.CLIENT_ID_CONFIG, CLIENT_ID);
        properties.putAll(further);
        return properties;
    }

    /** A reader that belongs to no group, commits nothing and is assigned its partitions by hand. */
    public Map<String, Object> reader() {
        Map<String, Object> properties = kafka.consumer();
        properties.putIfAbsent(ConsumerConfig.CLIENT_ID_CONFIG, CLIENT_ID);
        properties.putIfAbsent(ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, 10_000);
        // Verbs read up to where a topic ends: a fetch that waits there for more holds up other partitions, and the
        // end.
        properties.putIfAbsent(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG, 20);
        properties.putAll(further);
        properties.remove(ConsumerConfig.GROUP_ID_CONFIG);
        properties.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        properties.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
        properties.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "none");
        return properties;
    }

    /** A producer whose acknowledgement means that the record is kept, once. */
    public Map<String, Object> producer() {
        Map<String, Object> properties = ClientProperties.producer(kafka, CLIENT_ID);
        further.forEach(properties::putIfAbsent);
        properties.put(
                AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, admin().get(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG));
        return properties;
    }
}
