package io.moodlepipeline.ops.status;

import io.moodlepipeline.ops.connection.LogDirectories;
import io.moodlepipeline.ops.connection.LogDirectories.LogDirectory;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.apache.kafka.clients.admin.LogDirDescription;

/** How full the brokers' disks are: a broker whose disk is full refuses events, and Moodle has to send them again. */
final class DiskFacts {
    private static final double FULL = 0.8;
    private static final double GIGABYTE = 1e9;

    private DiskFacts() {}

    /** @param disks empty when this user may not ask */
    static List<Fact> of(Optional<LogDirectories> disks) {
        return disks.map(found ->
                        found.directories().stream().map(DiskFacts::fact).toList())
                .orElse(List.of(
                        Fact.good(Area.DISK, "brokers", "not known: this user may not ask (Describe on the cluster)")));
    }

    private static Fact fact(LogDirectory directory) {
        LogDirDescription description = directory.description();
        String subject = "broker " + directory.broker();
        if (description.error() != null) {
            return Fact.problem(
                    Area.DISK,
                    subject,
                    "cannot use " + directory.path() + ": "
                            + description.error().getClass().getSimpleName(),
                    "look after the disk of " + directory.path() + " and start the broker again");
        }
        if (description.totalBytes().isEmpty() || description.usableBytes().isEmpty()) {
            return Fact.good(Area.DISK, subject, "not known: this broker does not say");
        }
        return space(
                subject,
                directory.path(),
                description.totalBytes().getAsLong(),
                description.usableBytes().getAsLong());
    }

    static Fact space(String subject, String path, long total, long usable) {
        long used = total - usable;
        double share = total == 0 ? 1 : (double) used / total;
        String words = String.format(
                Locale.ROOT,
                "%.0f %% full, %.1f of %.1f GB are free",
                share * 100,
                usable / GIGABYTE,
                total / GIGABYTE);
        return share > FULL
                ? Fact.problem(Area.DISK, subject, words, "make room on the disk of " + path + " (df -h " + path + ")")
                : Fact.good(Area.DISK, subject, words);
    }
}
