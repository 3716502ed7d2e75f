package io.moodlepipeline.ops.replay;

import io.moodlepipeline.ops.output.OutputOptions;
import io.moodlepipeline.ops.output.Table;
import java.io.PrintWriter;
import java.util.List;

/** Says what a replay comes to. */
final class ReplayReport {
    private final String group;
    private final OutputOptions output;
    private final PrintWriter out;

    ReplayReport(String group, OutputOptions output, PrintWriter out) {
        this.group = group;
        this.output = output;
        this.out = out;
    }

    /** A person sees what changes, a program everything. */
    void print(List<Move> moves) {
        if (!output.isForPeople()) {
            output.print(out, table(moves));
            return;
        }
        List<Move> changes = Move.changes(moves);
        if (!changes.isEmpty()) {
            output.print(out, table(changes));
            out.println();
        }
        int unchanged = moves.size() - changes.size();
        if (unchanged > 0) {
            out.println(unchanged == 1 ? "1 partition stays as it is" : unchanged + " partitions stay as they are");
            out.flush();
        }
    }

    /**
     * @param done whether it was done, and not only tried
     * @param resent whether what is read is sent to Zoho even if it is there
     */
    void conclude(List<Move> changes, boolean done, boolean resent) {
        if (!output.isForPeople()) {
            return;
        }
        long skipped = changes.stream().mapToLong(Move::skipped).sum();
        if (skipped > 0) {
            out.println("WARNING: " + events(skipped) + (done ? " will" : " would") + " never be read by " + group);
        }
        out.println(conclusion(changes, done, resent));
        out.flush();
    }

    private String conclusion(List<Move> changes, boolean done, boolean resent) {
        if (changes.isEmpty() && resent) {
            String sent = group + " goes on from there already, and sends what it reads, also what Zoho has";
            return done ? "Done: " + sent : "Nothing was changed; with --execute, " + sent;
        }
        if (changes.isEmpty()) {
            return "Nothing to do: " + group + " goes on from there already";
        }
        String again = events(changes.stream().mapToLong(Move::again).sum());
        return done
                ? "Done: " + again + " will be read again once " + group + " is started"
                : "Nothing was changed; with --execute, " + again + " will be read again";
    }

    private Table table(List<Move> moves) {
        Table table = Table.of("group", "topic", "partition", "current", "new_offset", "again", "skipped", "note");
        moves.forEach(move -> table.row(
                group,
                move.from().partition().topic(),
                move.from().partition().partition(),
                move.from().committed().orElse(null),
                move.to(),
                move.again(),
                move.skipped(),
                move.note()));
        return table;
    }

    private static String events(long count) {
        return count == 1 ? "1 event" : count + " events";
    }
}
