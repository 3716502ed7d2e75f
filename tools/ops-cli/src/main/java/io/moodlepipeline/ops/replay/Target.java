package io.moodlepipeline.ops.replay;

import java.util.List;

/** Decides where a group is to go on. */
@FunctionalInterface
interface Target {

    /** A partition that is not among the moves stays as it is. */
    List<Move> moves(List<Position> positions);
}
