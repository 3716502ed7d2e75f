package io.moodlepipeline.localstack.up;

import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.moodlepipeline.localstack.PipelineException;
import io.moodlepipeline.testkit.LocalPort;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.EnumSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class StackPortsTest {
    private static final Set<StackService> ALL = EnumSet.allOf(StackService.class);

    @Test
    void everyTakenPortIsNamedWithTheOptionThatChangesIt() throws IOException {
        StackPorts ports = FreePorts.choose();
        try (ServerSocket gateway = listen(ports.gateway());
                ServerSocket postgres = listen(ports.postgreSql())) {
            assertThatExceptionOfType(PipelineException.class)
                    .isThrownBy(() -> ports.requireFree(ALL, true))
                    .withMessage("""
                            Taken by another program: port %d for the gateway (change it with --gateway-port)
                            Taken by another program: port %d for PostgreSQL (change it with --postgres-port)""", gateway.getLocalPort(), postgres.getLocalPort());
        }
    }

    @Test
    void portAskedForTwiceIsNamed() {
        StackPorts chosen = FreePorts.choose();
        StackPorts ports = FreePorts.withGateway(chosen.kafka().number());
        StackPorts twice = new StackPorts(
                ports.gateway(),
                chosen.kafka(),
                chosen.controller(),
                chosen.postgreSql(),
                chosen.zoho(),
                chosen.management());

        assertThatExceptionOfType(PipelineException.class)
                .isThrownBy(() -> twice.requireFree(ALL, true))
                .withMessageStartingWith("Asked for twice: port ");
    }

    @Test
    void portsOfAServiceThatIsLeftOutMayBeTaken() throws IOException {
        StackPorts ports = FreePorts.choose();
        LocalPort management = ports.management().get(StackService.DB_WRITER).port();
        try (ServerSocket writer = listen(ports.management().get(StackService.DB_WRITER))) {
            ports.requireFree(EnumSet.complementOf(EnumSet.of(StackService.DB_WRITER)), true);

            assertThatExceptionOfType(PipelineException.class)
                    .isThrownBy(() -> ports.requireFree(ALL, true))
                    .withMessageContaining("port %d for %s", writer.getLocalPort(), management.purpose());
        }
    }

    @Test
    void portOfASimulatorThatIsLeftOutMayBeTaken() throws IOException {
        StackPorts ports = FreePorts.choose();
        try (ServerSocket another = listen(ports.zoho())) {
            ports.requireFree(ALL, false);

            assertThatExceptionOfType(PipelineException.class)
                    .isThrownBy(() -> ports.requireFree(ALL, true))
                    .withMessageContaining("port %d for the simulator of Zoho", another.getLocalPort());
        }
    }

    private static ServerSocket listen(StackPort port) throws IOException {
        return new ServerSocket(port.number(), 1, InetAddress.getLoopbackAddress());
    }
}
