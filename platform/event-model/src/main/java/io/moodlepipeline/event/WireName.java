package io.moodlepipeline.event;

/** A constant that is written to topics and tables by a fixed word of its own, independent of its Java name. */
public interface WireName {
    String wireName();
}
