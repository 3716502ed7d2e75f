package io.moodlepipeline.faults;

import io.moodlepipeline.testkit.EmbeddedKafka;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;

/** A broker as a process of its own: folder, port, controller's port and advertised port. */
final class BrokerMain {
    private BrokerMain() {}

    public static void main(String[] arguments) throws IOException {
        Locale.setDefault(Locale.ROOT);
        EmbeddedKafka kafka = EmbeddedKafka.started(EmbeddedKafka.Options.in(Path.of(arguments[0]))
                .withPort(Integer.parseInt(arguments[1]))
                .withControllerPort(Integer.parseInt(arguments[2]))
                .withAdvertisedPort(Integer.parseInt(arguments[3])));
        Runtime.getRuntime().addShutdownHook(new Thread(kafka::close));
        // Ends when the tests do, however they end.
        System.in.readAllBytes();
        Runtime.getRuntime().halt(0);
    }
}
