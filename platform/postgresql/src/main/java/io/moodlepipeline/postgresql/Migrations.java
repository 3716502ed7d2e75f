package io.moodlepipeline.postgresql;

import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.flywaydb.core.api.MigrationInfo;

/**
 * How far a schema in a database is, in versions.
 *
 * @param applied as this program knows them
 * @param pending not applied yet
 * @param failed broke off, so that nothing else is applied before a person has looked
 * @param changed applied, though this program says something else under that version
 * @param foreign applied, and not known to this program: it is older than the database
 */
public record Migrations(
        List<String> applied, List<String> pending, List<String> failed, List<String> changed, List<String> foreign) {
    public Migrations {
        applied = List.copyOf(applied);
        pending = List.copyOf(pending);
        failed = List.copyOf(failed);
        changed = List.copyOf(changed);
        foreign = List.copyOf(foreign);
    }

    /** What is not as this program would have made it. */
    List<String> unlike() {
        return Stream.of(failed, changed, foreign)
                .flatMap(List::stream)
                .distinct()
                .toList();
    }

    static Migrations of(MigrationInfo... all) {
        return new Migrations(
                versions(all, info -> isKnown(info) && info.isChecksumMatching()),
                versions(all, info -> !info.getState().isApplied()),
                versions(all, info -> info.getState().isFailed()),
                versions(all, info -> isKnown(info) && !info.isChecksumMatching()),
                versions(all, info -> isGood(info) && !info.getState().isResolved()));
    }

    private static boolean isKnown(MigrationInfo info) {
        return isGood(info) && info.getState().isResolved();
    }

    private static boolean isGood(MigrationInfo info) {
        return info.getState().isApplied() && !info.getState().isFailed();
    }

    private static List<String> versions(MigrationInfo[] all, Predicate<MigrationInfo> which) {
        return Stream.of(all)
                // The making of the schema itself has a line without a version.
                .filter(info -> info.getVersion() != null && !info.getType().isSynthetic())
                .filter(which)
                .map(info -> info.getVersion().toString())
                .toList();
    }
}
