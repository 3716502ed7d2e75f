package io.moodlepipeline.testkit;

import io.zonky.test.db.postgres.util.LinuxUtils;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.StreamSupport;

/**
 * Who gets into a server: whoever knows a password, also on this machine. The superuser's is random, and in a file of the data
 * folder, which only its owner reads. Folders of the time when everybody was let in are closed before their server starts again.
 */
final class AccessRules {
    static final String METHOD = "scram-sha-256";
    private static final String RULES = "# Written by the pipeline: a password for everyone, also on this machine.\n"
            + "local all all " + METHOD + "\n"
            + "host all all " + LocalPort.HOST + "/32 " + METHOD + "\n";

    private final Path dataDirectory;
    private final Path passwordFile;
    private final Path rulesFile;
    private Path initialPassword;

    AccessRules(Path dataDirectory) {
        this.dataDirectory = dataDirectory;
        passwordFile = dataDirectory.resolve("superuser-password");
        rulesFile = dataDirectory.resolve("pg_hba.conf");
    }

    /** What the superuser's password will be: the one that is kept, or a new one when nothing is initialised or closed yet. */
    String choosePassword() throws IOException {
        return isClosed() ? password() : RandomPassword.next();
    }

    /** For whoever initialises the folder, who takes it from a file; empty for a folder that is initialised already. */
    Optional<Path> initialPassword(String password) throws IOException {
        if (isInitialised()) {
            return Optional.empty();
        }
        // Born for its owner alone, as all of Java's temporary files.
        initialPassword = Files.writeString(Files.createTempFile("initial", null), password + "\n");
        return Optional.of(initialPassword);
    }

    String password() throws IOException {
        return Files.readString(passwordFile).strip();
    }

    /**
     * Closes an initialised folder on which no server runs; no effect on a closed one. A kill in the middle leaves it open, or without
     * the file of the password, so that the next start does it again.
     */
    void close(Path binariesDirectory, String superuser, String password) throws IOException {
        if (initialPassword != null) {
            OwnerOnly.write(passwordFile, password + "\n");
        } else if (!isClosed()) {
            setPassword(binariesDirectory, superuser, password);
            OwnerOnly.write(passwordFile, password + "\n");
            OwnerOnly.write(rulesFile, RULES);
        }
        forgetInitialPassword();
    }

    void forgetInitialPassword() throws IOException {
        if (initialPassword != null) {
            Files.deleteIfExists(initialPassword);
            initialPassword = null;
        }
    }

    private boolean isInitialised() {
        return Files.exists(dataDirectory.resolve("postgresql.conf"));
    }

    private boolean isClosed() throws IOException {
        return isInitialised()
                && Files.exists(passwordFile)
                && Files.readAllLines(rulesFile).stream()
                        .map(String::strip)
                        .filter(line -> !line.isEmpty() && !line.startsWith("#"))
                        .allMatch(line -> line.endsWith(" " + METHOD));
    }

    /** By a server for one user that listens nowhere: it asks nobody who they are, and nobody else can reach it. */
    private void setPassword(Path binariesDirectory, String superuser, String password) throws IOException {
        List<String> command = new ArrayList<>();
        if (LinuxUtils.isUnshareAvailable()) {
            // As the library does for root, who may not run PostgreSQL.
            command.addAll(List.of("unshare", "-U"));
        }
        command.addAll(List.of(program(binariesDirectory), "--single", "-D", dataDirectory.toString()));
        command.addAll(List.of("-c", "log_min_error_statement=panic", "-c", "log_error_verbosity=terse", "postgres"));
        Process server = new ProcessBuilder(command)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        server.getOutputStream()
                .write(("ALTER ROLE " + superuser + " PASSWORD '" + password + "'\n").getBytes(StandardCharsets.UTF_8));
        server.getOutputStream().close();
        int exitCode = server.onExit().join().exitValue();
        if (exitCode != 0) {
            throw new IOException(
                    "PostgreSQL could not set a password in " + dataDirectory + ": exit code " + exitCode);
        }
    }

    /** Of the binaries that were extracted last: those that the server will use. */
    private static String program(Path binariesDirectory) throws IOException {
        String name = File.separatorChar == '\\' ? "bin/postgres.exe" : "bin/postgres";
        try (DirectoryStream<Path> extracted = Files.newDirectoryStream(binariesDirectory, "PG-*")) {
            return StreamSupport.stream(extracted.spliterator(), false)
                    .max(Comparator.comparing(path -> path.toFile().lastModified()))
                    .map(path -> path.resolve(name).toString())
                    .orElseThrow(() -> new IOException("No PostgreSQL in " + binariesDirectory));
        }
    }
}
