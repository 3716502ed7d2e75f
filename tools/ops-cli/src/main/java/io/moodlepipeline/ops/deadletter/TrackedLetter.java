package io.moodlepipeline.ops.deadletter;

/** The newest letter of an identity, and what became of it. */
public record TrackedLetter(Letter letter, LetterState state) {}
