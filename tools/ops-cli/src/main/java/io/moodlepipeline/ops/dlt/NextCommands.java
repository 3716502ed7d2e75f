package io.moodlepipeline.ops.dlt;

import io.moodlepipeline.event.DeadLetterCode;
import io.moodlepipeline.ops.deadletter.Letter;
import io.moodlepipeline.ops.deadletter.LetterState;
import io.moodlepipeline.ops.deadletter.TrackedLetter;
import io.moodlepipeline.ops.deployment.Deployment;
import io.moodlepipeline.ops.deployment.ShellWord;
import io.moodlepipeline.ops.output.SafeText;
import java.io.PrintWriter;

/** What can be done about a letter, ready to be pasted; which of it is right, its code says. */
final class NextCommands {
    private final Deployment deployment;

    NextCommands(Deployment deployment) {
        this.deployment = deployment;
    }

    void print(PrintWriter out, TrackedLetter tracked) {
        if (tracked.state() != LetterState.OPEN && tracked.state() != LetterState.PARKED) {
            return;
        }
        Letter letter = tracked.letter();
        String state = tracked.state() == LetterState.OPEN ? "" : " --state parked";
        String one = " --at " + letter.position() + state;
        out.println("\nOne of these, as \"what to do\" says");
        command(out, "dlt redrive" + one + " --execute --wait 30s");
        command(out, "dlt discard" + one + " --reason 'sent again' --execute");
        if (letter.tenant() != null && DeadLetterCode.named(letter.code()).isPresent()) {
            out.println("What a redrive of all of this school's with this code would do");
            command(out, "dlt redrive --tenant " + ShellWord.of(letter.tenant()) + " --code " + letter.code() + state);
        }
        out.flush();
    }

    private void command(PrintWriter out, String verb) {
        out.println("  " + SafeText.escape(deployment.verb(verb)));
    }
}
