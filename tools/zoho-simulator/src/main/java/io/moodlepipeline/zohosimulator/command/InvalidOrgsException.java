package io.moodlepipeline.zohosimulator.command;

import java.util.List;

/** A file of organisations that does not work. Names every mistake. */
final class InvalidOrgsException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    InvalidOrgsException(List<String> problems) {
        super("The organisations do not work:\n  " + String.join("\n  ", problems));
    }
}
