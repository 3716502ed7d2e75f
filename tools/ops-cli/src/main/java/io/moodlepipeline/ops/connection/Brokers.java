package io.moodlepipeline.ops.connection;

import io.moodlepipeline.ops.OpsException;
import io.moodlepipeline.runtime.brokers.KafkaFailures;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.TimeoutException;

/** An admin client whose failures are sentences that a person can act on. */
public final class Brokers implements AutoCloseable {
    private final Admin admin;

    private Brokers(Admin admin) {
        this.admin = admin;
    }

    public static Brokers connect(KafkaProperties properties) {
        try {
            return new Brokers(Admin.create(properties.admin()));
        } catch (KafkaException e) {
            throw explained(e);
        }
    }

    public Admin admin() {
        return admin;
    }

    /** Waits for an answer of the admin client. */
    public static <T> T answer(Future<T> answer) {
        try {
            return answer.get();
        } catch (ExecutionException e) {
            throw explained(e.getCause());
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
    }

    /** To be thrown by whoever was interrupted while Kafka was to answer. */
    public static OpsException interrupted(InterruptedException interruption) {
        Thread.currentThread().interrupt();
        return new OpsException("Interrupted before Kafka answered", interruption);
    }

    /** What a failure of Kafka's means to the person at the keyboard. */
    public static OpsException explained(Throwable failure) {
        if (failure instanceof AuthenticationException || failure instanceof AuthorizationException) {
            return new OpsException(
                    "Kafka refuses this user (" + failure.getClass().getSimpleName()
                            + "): check the credentials in --command-config or KAFKA_SASL_JAAS_CONFIG, and its ACLs",
                    failure);
        }
        // A call that goes to every broker fails otherwise when it cannot find out which there are.
        if (failure instanceof TimeoutException || failure.getCause() instanceof TimeoutException) {
            return new OpsException(
                    "Kafka does not answer: is it up, and is the address right (--bootstrap-server or"
                            + " KAFKA_BOOTSTRAP_SERVERS)?",
                    failure);
        }
        Optional<String> words = KafkaFailures.words(failure);
        if (words.isPresent()) {
            return new OpsException("Kafka cannot be used: " + words.get(), failure);
        }
        // Kafka's messages to an admin are about names and properties, never about records.
        return new OpsException("Kafka refuses: " + failure.getMessage(), failure);
    }

    @Override
    public void close() {
        // Without a limit it would wait for calls that no broker answers.
        admin.close(Duration.ZERO);
    }
}
