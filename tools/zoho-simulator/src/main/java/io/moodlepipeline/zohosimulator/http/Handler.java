package io.moodlepipeline.zohosimulator.http;

/** Answers the requests under one path. */
@FunctionalInterface
public interface Handler {
    Reply answer(Call call);
}
