package io.moodlepipeline.runtime.brokers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.util.Set;
import java.util.stream.Stream;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.ClusterAuthorizationException;
import org.apache.kafka.common.errors.GroupAuthorizationException;
import org.apache.kafka.common.errors.SaslAuthenticationException;
import org.apache.kafka.common.errors.SslAuthenticationException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.errors.TransactionalIdAuthorizationException;
import org.apache.kafka.common.errors.UnsupportedVersionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class KafkaFailuresTest {
    @ParameterizedTest
    @MethodSource
    void aFailureThatAPersonCanRepairIsToldInWordsWhateverWrapsIt(Exception failure, String words) {
        KafkaException wrapped = new KafkaException("marked-4711", new IllegalStateException(failure));

        assertThat(KafkaFailures.words(wrapped))
                .hasValueSatisfying(text -> assertThat(text).contains(words).doesNotContain("marked-4711"));
    }

    static Stream<Arguments> aFailureThatAPersonCanRepairIsToldInWordsWhateverWrapsIt() {
        return Stream.of(
                arguments(
                        new UnsupportedVersionException("marked-4711"), "Kafka 4.0 or newer, with the consumer group"),
                arguments(new TopicAuthorizationException(Set.of("moodle.user-created")), "[moodle.user-created]"),
                arguments(GroupAuthorizationException.forGroupId("db-writer"), "the group db-writer"),
                arguments(new ClusterAuthorizationException("marked-4711"), "ClusterAuthorizationException"),
                arguments(new TransactionalIdAuthorizationException("marked-4711"), "access rules (ACLs)"),
                arguments(new SaslAuthenticationException("marked-4711"), "KAFKA_SASL_JAAS_CONFIG"),
                arguments(new SslAuthenticationException("marked-4711"), "KAFKA_SSL_TRUSTSTORE_LOCATION"),
                arguments(new TimeoutException("marked-4711"), "Kafka does not answer in time"));
    }

    @Test
    void aLibraryThatCannotBeLoadedIsNamedWithItsTopicAndItsFolder() {
        NoClassDefFoundError error = new NoClassDefFoundError("Could not initialize class Zstd");
        error.setStackTrace(new StackTraceElement[] {
            new StackTraceElement("org.apache.kafka.common.compress.ZstdCompression", "wrapForInput", "Zstd.java", 1)
        });
        KafkaException failure = new KafkaException(
                "Received exception when fetching the next record from moodle.user-created-0.",
                new KafkaException(error));

        assertThat(KafkaFailures.words(failure))
                .hasValueSatisfying(text -> assertThat(text)
                        .startsWith("the records of topic moodle.user-created are compressed with zstd, whose native"
                                + " library cannot be loaded from " + System.getProperty("java.io.tmpdir")));
    }

    @Test
    void aBugHasNoWords() {
        assertThat(KafkaFailures.words(new IllegalStateException(new OutOfMemoryError())))
                .isEmpty();
    }

    @Test
    void causesInACircleEnd() {
        Exception one = new IllegalStateException();
        one.initCause(new IllegalArgumentException(one));

        assertThat(KafkaFailures.words(one)).isEmpty();
    }
}
