package io.moodlepipeline.zohosimulator.record;

/** Which records a row may make or change. */
public enum WriteMode {
    INSERT,
    UPDATE,
    UPSERT
}
