package io.moodlepipeline.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import org.junit.jupiter.api.Test;

final class LocalPortTest {
    @Test
    void takenPortIsNamed() throws IOException {
        LocalPort port = LocalPort.free("the test");
        try (ServerSocket socket = new ServerSocket(port.number(), 1, InetAddress.getLoopbackAddress())) {
            assertThat(socket.isBound()).isTrue();
            assertThatIllegalStateException()
                    .isThrownBy(port::requireFree)
                    .withMessage("Port %d for the test is taken", port.number());
        }
        assertThat(port.isTaken()).isFalse();
    }
}
