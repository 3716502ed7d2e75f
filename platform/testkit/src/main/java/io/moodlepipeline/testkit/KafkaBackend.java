package io.moodlepipeline.testkit;

/** A broker to test against, whatever runs it. */
public interface KafkaBackend {
    String bootstrapServers();
}
