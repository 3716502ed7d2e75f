/** What Kafka's clients need of brokers and machine, and what it means when they fail. */
package io.moodlepipeline.runtime.brokers;
