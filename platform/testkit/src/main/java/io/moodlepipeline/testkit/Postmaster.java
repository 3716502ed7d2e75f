package io.moodlepipeline.testkit;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** The main process of a PostgreSQL server that runs on a data folder, found by its {@code postmaster.pid}. */
final class Postmaster {
    private final ProcessHandle process;

    private Postmaster(ProcessHandle process) {
        this.process = process;
    }

    static Optional<Postmaster> of(Path dataDirectory) {
        Path pidFile = dataDirectory.resolve("postmaster.pid");
        if (!Files.exists(pidFile)) {
            return Optional.empty();
        }
        return pidIn(pidFile)
                .flatMap(ProcessHandle::of)
                .filter(ProcessHandle::isAlive)
                .filter(process -> serves(process, dataDirectory))
                .map(Postmaster::new);
    }

    /** Asks for a fast shutdown, which ends open sessions, and kills what does not end in time: the log replays the rest. */
    void stop(Duration limit) {
        end("INT", limit);
    }

    /** Asks for an immediate shutdown, which leaves the work to the next start. */
    void stopImmediately(Duration limit) {
        end("QUIT", limit);
    }

    /** Kills it and waits for its sessions, which end when they find it gone; until then no other may start on the data. */
    void kill() {
        List<ProcessHandle> sessions = process.descendants().toList();
        process.destroyForcibly();
        process.onExit().join();
        sessions.forEach(session -> session.onExit().join());
    }

    private void end(String signal, Duration limit) {
        signal(signal);
        if (!endsWithin(limit)) {
            process.destroyForcibly();
            endsWithin(limit);
        }
    }

    private static Optional<Long> pidIn(Path pidFile) {
        try {
            List<String> lines = Files.readAllLines(pidFile);
            return lines.isEmpty()
                    ? Optional.empty()
                    : Optional.of(Long.parseLong(lines.get(0).trim()));
        } catch (IOException | NumberFormatException e) {
            // Just being removed, or half written by a crash: nobody's then.
            return Optional.empty();
        }
    }

    // After a reboot the number may belong to anything: only a postgres that names this folder is ours. The folder may
    // be
    // named relatively or through a link, so what counts is whether both are the same folder.
    private static boolean serves(ProcessHandle process, Path dataDirectory) {
        ProcessHandle.Info info = process.info();
        boolean isPostgres = info.command()
                .map(command -> new File(command).getName())
                .filter(name -> name.equals("postgres") || name.equals("postgres.exe"))
                .isPresent();
        if (!isPostgres) {
            return false;
        }
        String[] arguments = info.arguments().orElse(new String[0]);
        for (int i = 0; i + 1 < arguments.length; i++) {
            if (arguments[i].equals("-D")) {
                return isSameFolder(Path.of(arguments[i + 1]), dataDirectory);
            }
        }
        return false;
    }

    private static boolean isSameFolder(Path one, Path other) {
        try {
            return Files.isSameFile(one, other);
        } catch (IOException e) {
            return false;
        }
    }

    // A terminate signal, all that Java can send, waits for every open session; the interrupt signal is a fast
    // shutdown, the quit signal an immediate one.
    private void signal(String name) {
        if (File.separatorChar == '\\') {
            process.destroy();
            return;
        }
        try {
            new ProcessBuilder("sh", "-c", "kill -" + name + " " + process.pid())
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start()
                    .waitFor();
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot stop the PostgreSQL with process id " + process.pid(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private boolean endsWithin(Duration limit) {
        try {
            process.onExit().get(limit.toMillis(), TimeUnit.MILLISECONDS);
            return true;
        } catch (TimeoutException e) {
            return false;
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return !process.isAlive();
        }
    }
}
