package io.moodlepipeline.ops.dlt;

import io.moodlepipeline.event.DeadLetterCode;
import java.util.Iterator;
import java.util.stream.Stream;

/** For completion in a shell. */
final class CodeNames implements Iterable<String> {
    @Override
    public Iterator<String> iterator() {
        return Stream.of(DeadLetterCode.values()).map(DeadLetterCode::name).iterator();
    }
}
