package io.moodlepipeline.ops;

/** What a verb's exit code says. */
public final class ExitCode {
    public static final int OK = 0;
    /** It did not work, or what was asked about is not in order. */
    public static final int FAILED = 1;
    /** It was asked for wrongly. */
    public static final int USAGE = 2;
    /** It worked, and there was nothing that fits. */
    public static final int NOTHING_MATCHED = 3;

    private ExitCode() {}
}
