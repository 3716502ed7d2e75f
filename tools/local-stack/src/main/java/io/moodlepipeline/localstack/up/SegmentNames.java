package io.moodlepipeline.localstack.up;

import io.moodlepipeline.localstack.PipelineException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Names of Kafka's files that are written with other digits than 0 to 9, as versions before this one did on machines in Arabic and some other
 * languages. Kafka would not find them, and would begin anew over them.
 */
final class SegmentNames {
    private static final int DECIMAL = 10;
    private static final int LAST_ASCII = 0x7F;

    private SegmentNames() {}

    /**
     * Gives them the names that Kafka looks for; nothing else is changed.
     *
     * @return how many
     * @throws PipelineException when files of those names are there already: Kafka has begun anew, and a person must choose
     */
    static int repair(Path kafka) {
        if (!Files.isDirectory(kafka)) {
            return 0;
        }
        try {
            List<Path> foreign = foreign(kafka);
            for (Path file : foreign) {
                if (Files.exists(inAscii(file))) {
                    throw new PipelineException("Kafka's folder " + kafka
                            + " holds events twice: from before this machine's language was changed, in files whose names have other digits"
                            + " than 0 to 9, and from after. Nothing is started, so that none are lost: move the folder away to begin with"
                            + " none of them, or move the files with ASCII names away to go on with the older ones.");
                }
            }
            for (Path file : foreign) {
                Files.move(file, inAscii(file));
            }
            return foreign.size();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<Path> foreign(Path kafka) throws IOException {
        try (Stream<Path> files = Files.walk(kafka)) {
            return files.filter(Files::isRegularFile)
                    .filter(file -> !file.equals(inAscii(file)))
                    .toList();
        }
    }

    private static Path inAscii(Path file) {
        String name = file.getFileName().toString();
        return file.resolveSibling(name.codePoints()
                .map(c -> c > LAST_ASCII && Character.isDigit(c) ? '0' + Character.digit(c, DECIMAL) : c)
                .mapToObj(Character::toString)
                .collect(Collectors.joining()));
    }
}
