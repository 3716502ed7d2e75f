package io.moodlepipeline.ops.connection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.moodlepipeline.ops.OpsException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.sql.SQLException;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class DatabaseOptionsTest {

    @Test
    void aServerThatIsThereButSilentIsNotWaitedForWithoutEnd() throws IOException {
        // The machine accepts the connection for it.
        try (ServerSocket silent = new ServerSocket(0, 10, InetAddress.getLoopbackAddress())) {
            DatabaseOptions database = options("jdbc:postgresql://127.0.0.1:" + silent.getLocalPort()
                    + "/pipeline?sslmode=disable&gssEncMode=disable");

            assertThatExceptionOfType(OpsException.class)
                    .isThrownBy(() -> database.connect(1))
                    .withMessageContainingAll("PostgreSQL does not answer", "DATABASE_URL");
        }
    }

    @Test
    void theServersWordsAreNotRepeated() {
        OpsException explained = DatabaseOptions.explained(new SQLException("marked-4711", "57P01"));

        assertThat(explained.getMessage()).contains("57P01").doesNotContain("marked-4711");
    }

    private static DatabaseOptions options(String url) {
        return new DatabaseOptions(
                () -> Map.of("DATABASE_URL", url, "DATABASE_USER", "reader", "DATABASE_PASSWORD", "secret"));
    }
}
