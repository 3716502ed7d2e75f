package io.moodlepipeline.testkit;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.concurrent.ThreadLocalRandom;

/** A port of the loopback address and what it is for, so that a taken one can be reported by name. */
public record LocalPort(String purpose, int number) {
    public static final String HOST = "127.0.0.1";

    // Below the range that systems hand out to outgoing connections. A client that keeps trying to reach a stopped
    // server
    // on a port of that range can connect to itself, and then the server cannot come back.
    private static final int LOWEST = 20_000;
    private static final int HIGHEST = 32_000;
    private static final int ATTEMPTS = 100;

    public LocalPort {
        if (number < 1 || number > 65_535) {
            throw new IllegalArgumentException("Port for " + purpose + " must be 1 to 65535, but is " + number);
        }
    }

    /** The given port, or a free one for 0. */
    public static LocalPort of(String purpose, int numberOrZero) {
        return numberOrZero == 0 ? free(purpose) : new LocalPort(purpose, numberOrZero);
    }

    public static LocalPort free(String purpose) {
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            LocalPort candidate =
                    new LocalPort(purpose, ThreadLocalRandom.current().nextInt(LOWEST, HIGHEST));
            if (!candidate.isTaken()) {
                return candidate;
            }
        }
        throw new IllegalStateException("No free port for " + purpose + " between " + LOWEST + " and " + HIGHEST);
    }

    public boolean isTaken() {
        try (ServerSocket socket = new ServerSocket()) {
            // Connections that linger after a restart do not make a port taken; a listener does.
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), number));
            return false;
        } catch (IOException e) {
            return true;
        }
    }

    void requireFree() {
        if (isTaken()) {
            throw new IllegalStateException("Port " + number + " for " + purpose + " is taken");
        }
    }

    public String address() {
        return HOST + ":" + number;
    }
}
