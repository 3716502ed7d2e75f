package io.moodlepipeline.runtime.service;

import java.io.BufferedOutputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * What Java takes over from the machine's language, and must not. Under an Arabic one, numbers are formatted with other digits: Kafka then
 * names its files with them and finds none of its own under the next language. Under a Turkish one, lower case of I is another letter.
 * Without any, texts that are no ASCII are printed as question marks.
 */
public final class ProcessDefaults {
    private ProcessDefaults() {}

    /** Fixes language and output of this process; the first thing that a program does, before any class keeps what it found. */
    public static void fix() {
        Locale.setDefault(Locale.ROOT);
        System.setOut(inUtf8(FileDescriptor.out));
        System.setErr(inUtf8(FileDescriptor.err));
    }

    private static PrintStream inUtf8(FileDescriptor descriptor) {
        return new PrintStream(
                new BufferedOutputStream(new FileOutputStream(descriptor)), true, StandardCharsets.UTF_8);
    }
}
