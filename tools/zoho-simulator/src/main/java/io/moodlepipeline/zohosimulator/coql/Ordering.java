package io.moodlepipeline.zohosimulator.coql;

/** A part of {@code order by}. */
record Ordering(String column, boolean descending) {}
