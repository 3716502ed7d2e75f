package io.moodlepipeline.ops.status;

import io.moodlepipeline.ops.connection.LogDirectories;
import io.moodlepipeline.ops.connection.LogDirectories.LogDirectory;
import io.moodlepipeline.ops.deployment.Deployment;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.apache.kafka.clients.admin.LogDirDescription;

/** How full the brokers' disks are: a broker whose disk is full refuses events, and Moodle has to send them again. */
final class DiskFacts {
    private static final double FULL = 0.8;
    private static final double GIGABYTE = 1e9;

    private final Deployment deployment;

    DiskFacts(Deployment deployment) {
        this.deployment = deployment;
    }

    /** @param disks empty when this user may not ask */
    List<Fact> of(Optional<LogDirectories> disks) {
        return disks.map(found -> found.directories().stream().map(this::fact).toList())
                .orElse(List.of(
                        Fact.good(Area.DISK, "brokers", "not known: this user may not ask (Describe on the cluster)")));
    }

    private Fact fact(LogDirectory directory) {
        LogDirDescription description = directory.description();
        String subject = "broker " + directory.broker();
        if (description.error() != null) {
            return Fact.problem(
                    Area.DISK,
                    subject,
                    "cannot use " + directory.path() + ": "
                            + description.error().getClass().getSimpleName(),
                    "mend that disk, then start the broker again: " + deployment.log("kafka") + " says what failed");
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

    Fact space(String subject, String path, long total, long usable) {
        long used = total - usable;
        double share = total == 0 ? 1 : (double) used / total;
        String words = String.format(
                Locale.ROOT,
                "%.0f %% full, %.1f of %.1f GB are free",
                share * 100,
                usable / GIGABYTE,
                total / GIGABYTE);
        return share > FULL
                ? Fact.problem(
                        Area.DISK,
                        subject,
                        words,
                        "make room on this disk: " + deployment.diskUse(path) + " says what fills it, "
                                + deployment.verb("topics list") + " what of it the topics hold")
                : Fact.good(Area.DISK, subject, words);
    }
}
