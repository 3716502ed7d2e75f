package io.moodlepipeline.runtime.brokers;

import java.io.IOException;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.compress.Compression;
import org.apache.kafka.common.utils.ByteBufferOutputStream;

/**
 * What needs a native library where a topic's settings, or another producer, have records compressed so. The library unpacks itself to the
 * folder for temporary files, from which it cannot be loaded where nothing may be executed there.
 */
public enum Codec {
    ZSTD,
    SNAPPY;

    public static final String REMEDY =
            "let programs be executed there (mounted without noexec), or name another folder"
                    + " with -Djava.io.tmpdir in JAVA_TOOL_OPTIONS, and start again";

    private static final byte RECORD_FORMAT = 2;

    /** Whether this process can read and write such records; a library that could not be loaded is not tried again. */
    public boolean works() {
        try (OutputStream compressed =
                Compression.of(toString()).build().wrapForOutput(new ByteBufferOutputStream(64), RECORD_FORMAT)) {
            compressed.write(1);
            return true;
        } catch (IOException | KafkaException | LinkageError e) {
            return false;
        }
    }

    /** What is wrong where it does not work. */
    public String cannotBeLoaded() {
        return this + ", whose native library cannot be loaded from " + System.getProperty("java.io.tmpdir");
    }

    /** Which of them an error is about. */
    static Optional<Codec> of(Error failure) {
        return Arrays.stream(values()).filter(codec -> codec.isBehind(failure)).findFirst();
    }

    private boolean isBehind(Error failure) {
        return Stream.concat(
                        Stream.of(failure.getClass().getName()),
                        Arrays.stream(failure.getStackTrace()).map(StackTraceElement::getClassName))
                .anyMatch(name -> name.toLowerCase(Locale.ROOT).contains(toString()));
    }

    /** As Kafka calls it. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
