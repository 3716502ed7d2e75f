package io.moodlepipeline.ops.replay;

import java.util.List;

/**
 * What a replay does to one partition.
 *
 * @param note why it is this offset and no other; null where it is just what was asked for
 */
record Move(Position from, long to, String note) {

    Move because(String reason) {
        return new Move(from, to, reason);
    }

    /** How many events will be read again. */
    long again() {
        return Math.max(0, Math.min(from.current(), from.end()) - to);
    }

    /** How many events will never be read. */
    long skipped() {
        return Math.max(0, to - Math.max(from.current(), from.begin()));
    }

    boolean changesSomething() {
        return from.current() != to;
    }

    static List<Move> changes(List<Move> moves) {
        return moves.stream().filter(Move::changesSomething).toList();
    }
}
