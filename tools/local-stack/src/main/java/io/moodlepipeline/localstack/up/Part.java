package io.moodlepipeline.localstack.up;

/** Something a stack consists of. Whoever starts it stops it; one that did not start has cleaned up after itself. */
interface Part {
    String name();

    /** Where it is or what it did, for the person at the console. */
    String summary();

    /** Returns when the part can be worked with. */
    void start() throws Exception;

    void stop();
}
