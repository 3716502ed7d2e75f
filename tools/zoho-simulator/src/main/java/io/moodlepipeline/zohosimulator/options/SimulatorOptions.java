package io.moodlepipeline.zohosimulator.options;

import io.moodlepipeline.zohosimulator.schema.Schema;
import io.moodlepipeline.zohosimulator.schema.SchemaFile;
import java.nio.file.Path;
import java.time.Clock;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * All that a simulator is told at its start.
 *
 * @param port 0 for a free one
 * @param orgs each has records, tokens and limits of its own; all share the schema
 * @param recordsFile where records outlive the process
 * @param clock for what ages: tokens, credits, {@code Modified_Time}
 * @param rememberedRequests how many of the newest requests can be looked at
 */
public record SimulatorOptions(
        String host,
        int port,
        List<OrgOptions> orgs,
        Schema schema,
        Behaviour behaviour,
        Optional<Path> recordsFile,
        InstantSource clock,
        int rememberedRequests) {
    private static final int REMEMBERED_REQUESTS = 2_000;

    public SimulatorOptions {
        orgs = List.copyOf(orgs);
        if (orgs.isEmpty()) {
            throw new IllegalArgumentException("A simulator needs at least one organisation");
        }
        requireDistinct(orgs, "organisation ids", OrgOptions::id);
        requireDistinct(orgs, "client ids", org -> org.credentials().clientId());
        requireDistinct(orgs, "refresh tokens", org -> org.credentials().refreshToken());
    }

    /** One organisation with the default schema on a free port of the loopback address. */
    public static SimulatorOptions defaults() {
        return new SimulatorOptions(
                "127.0.0.1",
                0,
                List.of(OrgOptions.defaults()),
                SchemaFile.builtIn(),
                Behaviour.strict(),
                Optional.empty(),
                Clock.systemUTC(),
                REMEMBERED_REQUESTS);
    }

    public SimulatorOptions withAddress(String newHost, int newPort) {
        return new SimulatorOptions(newHost, newPort, orgs, schema, behaviour, recordsFile, clock, rememberedRequests);
    }

    public SimulatorOptions withOrgs(OrgOptions... newOrgs) {
        return withOrgs(List.of(newOrgs));
    }

    public SimulatorOptions withOrgs(List<OrgOptions> newOrgs) {
        return new SimulatorOptions(host, port, newOrgs, schema, behaviour, recordsFile, clock, rememberedRequests);
    }

    public SimulatorOptions withSchema(Schema newSchema) {
        return new SimulatorOptions(host, port, orgs, newSchema, behaviour, recordsFile, clock, rememberedRequests);
    }

    public SimulatorOptions withBehaviour(Behaviour newBehaviour) {
        return new SimulatorOptions(host, port, orgs, schema, newBehaviour, recordsFile, clock, rememberedRequests);
    }

    public SimulatorOptions withRecordsFile(Path file) {
        return new SimulatorOptions(host, port, orgs, schema, behaviour, Optional.of(file), clock, rememberedRequests);
    }

    public SimulatorOptions withClock(InstantSource newClock) {
        return new SimulatorOptions(host, port, orgs, schema, behaviour, recordsFile, newClock, rememberedRequests);
    }

    public SimulatorOptions withRememberedRequests(int count) {
        return new SimulatorOptions(host, port, orgs, schema, behaviour, recordsFile, clock, count);
    }

    /** The first organisation's. */
    public Credentials credentials() {
        return orgs.get(0).credentials();
    }

    private static void requireDistinct(List<OrgOptions> orgs, String what, Function<OrgOptions, String> of) {
        if (orgs.stream().map(of).distinct().count() < orgs.size()) {
            throw new IllegalArgumentException("Two organisations have equal " + what);
        }
    }
}
