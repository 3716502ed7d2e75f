package io.moodlepipeline.runtime.settings;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Kafka client properties from {@code KAFKA_<PROPERTY>} variables: {@code KAFKA_SECURITY_PROTOCOL} is {@code security.protocol}.
 * A name with {@code _FILE} behind it is read from that file. What the delivery guarantees rest on cannot be set; names that no
 * Kafka client knows are somebody else's variables and are ignored with a warning.
 */
public final class KafkaSettings {
    public static final Setting BOOTSTRAP_SERVERS = Setting.of(
            "KAFKA_BOOTSTRAP_SERVERS", "127.0.0.1:19092", "Brokers to connect to first, host:port, comma-separated.");

    private static final Logger log = LoggerFactory.getLogger(KafkaSettings.class);
    private static final String PREFIX = "KAFKA_";
    private static final String FILE_SUFFIX = "_FILE";

    private static final Set<String> GUARANTEES = Set.of(
            ProducerConfig.ACKS_CONFIG,
            ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG,
            ProducerConfig.TRANSACTIONAL_ID_CONFIG,
            ProducerConfig.KEY_SERIALIZER_CLASS_CONFIG,
            ProducerConfig.VALUE_SERIALIZER_CLASS_CONFIG,
            ProducerConfig.PARTITIONER_CLASS_CONFIG,
            ProducerConfig.PARTITIONER_IGNORE_KEYS_CONFIG,
            ProducerConfig.MAX_BLOCK_MS_CONFIG,
            ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG,
            ProducerConfig.RETRIES_CONFIG,
            ProducerConfig.MAX_REQUEST_SIZE_CONFIG,
            ProducerConfig.METADATA_MAX_IDLE_CONFIG,
            ConsumerConfig.KEY_DESERIALIZER_CLASS_CONFIG,
            ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG,
            ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG,
            ConsumerConfig.AUTO_OFFSET_RESET_CONFIG,
            ConsumerConfig.ISOLATION_LEVEL_CONFIG,
            ConsumerConfig.GROUP_ID_CONFIG,
            ConsumerConfig.GROUP_PROTOCOL_CONFIG,
            ConsumerConfig.GROUP_REMOTE_ASSIGNOR_CONFIG,
            ConsumerConfig.PARTITION_ASSIGNMENT_STRATEGY_CONFIG,
            ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG,
            "application.id",
            "default.production.exception.handler",
            "default.deserialization.exception.handler",
            "processing.guarantee",
            "default.client.supplier",
            "deserialization.exception.handler",
            "processing.exception.handler",
            "production.exception.handler",
            "errors.dead.letter.queue.topic.name");

    private final Map<String, Object> properties;

    private KafkaSettings(Map<String, Object> properties) {
        this.properties = Map.copyOf(properties);
    }

    /** @param furtherNames properties that this service's own Kafka library knows beside producer, consumer and admin client */
    public static KafkaSettings from(Settings settings, Set<String> furtherNames) {
        Set<String> known = new HashSet<>(furtherNames);
        known.addAll(ProducerConfig.configNames());
        known.addAll(ConsumerConfig.configNames());
        known.addAll(AdminClientConfig.configNames());
        Map<String, Object> properties = new HashMap<>();
        properties.put(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, settings.text(BOOTSTRAP_SERVERS));
        settings.environment().forEach((name, value) -> {
            if (name.startsWith(PREFIX)) {
                read(settings, known, name, value, properties);
            }
        });
        return new KafkaSettings(properties);
    }

    private static void read(
            Settings settings, Set<String> known, String name, String value, Map<String, Object> properties) {
        boolean fromFile = name.length() > PREFIX.length() + FILE_SUFFIX.length()
                && name.endsWith(FILE_SUFFIX)
                && !known.contains(property(name));
        String property = property(fromFile ? withoutSuffix(name) : name);
        if (!known.contains(property)) {
            log.atWarn().addKeyValue("variable", name).log("Ignored: no Kafka client property has this name");
        } else if (GUARANTEES.contains(property)) {
            settings.problem(name, "cannot be set: the delivery guarantees rest on it");
        } else if (fromFile && settings.environment().containsKey(withoutSuffix(name))) {
            settings.problem(withoutSuffix(name), "is set twice, by itself and by " + name + ": keep one");
        } else if (fromFile) {
            settings.secretFrom(name, value).ifPresent(content -> properties.put(property, content.reveal()));
        } else if (isValue(property, value)) {
            properties.put(property, value);
        } else {
            settings.problem(name, "is not a value that Kafka takes for " + property);
        }
    }

    private static boolean isValue(String property, String value) {
        return Stream.of(ProducerConfig.configDef(), ConsumerConfig.configDef(), AdminClientConfig.configDef())
                .map(definition -> definition.configKeys().get(property))
                .filter(Objects::nonNull)
                .allMatch(key -> isValue(key, value));
    }

    private static boolean isValue(ConfigDef.ConfigKey key, String value) {
        try {
            Object parsed = ConfigDef.parseType(key.name, value, key.type);
            if (key.validator != null) {
                key.validator.ensureValid(key.name, parsed);
            }
            return true;
        } catch (ConfigException e) {
            // Its message quotes the value, which may be a password.
            return false;
        }
    }

    private static String withoutSuffix(String name) {
        return name.substring(0, name.length() - FILE_SUFFIX.length());
    }

    private static String property(String name) {
        return name.substring(PREFIX.length()).toLowerCase(Locale.ROOT).replace('_', '.');
    }

    /** The properties that an admin client knows, to which a service adds its own. */
    public Map<String, Object> admin() {
        return only(AdminClientConfig.configNames());
    }

    public Map<String, Object> producer() {
        return only(ProducerConfig.configNames());
    }

    public Map<String, Object> consumer() {
        return only(ConsumerConfig.configNames());
    }

    /** Everything that was set. */
    public Map<String, Object> all() {
        return new HashMap<>(properties);
    }

    private Map<String, Object> only(Set<String> names) {
        Map<String, Object> some = all();
        some.keySet().retainAll(names);
        return some;
    }
}
