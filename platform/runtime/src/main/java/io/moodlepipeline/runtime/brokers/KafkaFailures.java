package io.moodlepipeline.runtime.brokers;

import io.moodlepipeline.event.TopicDeclaration;
import io.moodlepipeline.event.Topics;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.GroupAuthorizationException;
import org.apache.kafka.common.errors.SslAuthenticationException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.errors.UnsupportedVersionException;

/**
 * What a failure of Kafka's clients means, and what to do about it, where that is known and lies outside this process: whoever repairs it finds
 * the service waiting. Kafka's own messages are not passed on, since some quote records.
 */
public final class KafkaFailures {
    /** What the consumers of the pipeline need of the brokers. */
    public static final String NEEDS_GROUP_PROTOCOL = "the pipeline needs Kafka 4.0 or newer, with the consumer group"
            + " protocol: the feature group.version is 1, and the brokers' group.coordinator.rebalance.protocols has"
            + " consumer";

    /** Causes may form a circle. */
    private static final int MOST_CAUSES = 50;

    private KafkaFailures() {}

    /** Empty for what nobody knows a remedy for outside this process. */
    public static Optional<String> words(Throwable failure) {
        List<Throwable> causes = Stream.iterate(failure, Objects::nonNull, Throwable::getCause)
                .limit(MOST_CAUSES)
                .toList();
        return causes.stream()
                .map(KafkaFailures::ofBrokers)
                .flatMap(Optional::stream)
                .findFirst()
                .or(() -> ofCodec(causes));
    }

    private static Optional<String> ofBrokers(Throwable failure) {
        if (failure instanceof UnsupportedVersionException) {
            return Optional.of("the brokers do not know what they are asked: " + NEEDS_GROUP_PROTOCOL);
        }
        if (failure instanceof TopicAuthorizationException topics) {
            return Optional.of(notAllowed("the topics " + topics.unauthorizedTopics()));
        }
        if (failure instanceof GroupAuthorizationException group) {
            return Optional.of(notAllowed("the group " + group.groupId()));
        }
        if (failure instanceof AuthorizationException) {
            return Optional.of(
                    notAllowed("what it asks for (" + failure.getClass().getSimpleName() + ")"));
        }
        if (failure instanceof SslAuthenticationException) {
            return Optional.of(
                    "no TLS connection to Kafka: compare its certificates with KAFKA_SSL_TRUSTSTORE_LOCATION");
        }
        if (failure instanceof AuthenticationException) {
            return Optional.of(
                    "Kafka does not accept this user: check KAFKA_SASL_MECHANISM and KAFKA_SASL_JAAS_CONFIG");
        }
        if (failure instanceof TimeoutException) {
            return Optional.of("Kafka does not answer in time");
        }
        return Optional.empty();
    }

    private static String notAllowed(String what) {
        return "Kafka does not allow this user " + what + ": add the access rules (ACLs) that are missing";
    }

    private static Optional<String> ofCodec(List<Throwable> causes) {
        return causes.stream()
                .filter(Error.class::isInstance)
                .map(Error.class::cast)
                .flatMap(error -> Codec.of(error).stream())
                .findFirst()
                .map(codec -> "the records of " + topic(causes) + " are compressed with " + codec.cannotBeLoaded()
                        + ": " + Codec.REMEDY);
    }

    /** A client that fails on a record says of which partition, in words alone. */
    private static String topic(List<Throwable> causes) {
        return Topics.ALL.stream()
                .map(TopicDeclaration::name)
                .filter(name -> causes.stream()
                        .map(Throwable::getMessage)
                        .anyMatch(message -> message != null && message.contains(name + "-")))
                .findFirst()
                .map(name -> "topic " + name)
                .orElse("a topic");
    }
}
