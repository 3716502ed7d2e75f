package io.moodlepipeline.testkit.junit;

import static org.assertj.core.api.Assertions.assertThat;

import io.moodlepipeline.testkit.KafkaBackend;
import io.moodlepipeline.testkit.PostgresBackend;
import java.sql.Connection;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.junit.jupiter.api.Test;

@OnBackends
final class BackendsIT {
    @Test
    void brokerTakesTopics(KafkaBackend kafka) throws Exception {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", kafka.bootstrapServers()))) {
            admin.createTopics(List.of(new NewTopic("backends", 1, (short) 1)))
                    .all()
                    .get();

            assertThat(admin.listTopics().names().get()).contains("backends");
        }
    }

    @Test
    void databaseTakesConnections(PostgresBackend postgres) throws Exception {
        try (Connection connection = postgres.createDatabase("backends").connect()) {
            assertThat(connection.getCatalog()).isEqualTo("backends");
        }
    }

    @Test
    @EmbeddedOnly("compares with the embedded server")
    void secondQuestionIsAnsweredByTheSameServer(PostgresBackend one, PostgresBackend other) {
        assertThat(one).isSameAs(other);
    }
}
