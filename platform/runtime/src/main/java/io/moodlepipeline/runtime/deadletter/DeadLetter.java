package io.moodlepipeline.runtime.deadletter;

import org.apache.kafka.common.header.Headers;

/** What a dead letter consists of, whoever sends it; its time is the original's. */
@SuppressWarnings("ArrayRecordComponent") // handed on as it is, never compared
public record DeadLetter(byte[] key, byte[] value, Headers headers) {}
