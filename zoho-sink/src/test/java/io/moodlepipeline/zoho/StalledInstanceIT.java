package io.moodlepipeline.zoho;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.moodlepipeline.event.EventMetadata;
import io.moodlepipeline.event.EventType;
import io.moodlepipeline.postgresql.DatabaseSettings;
import io.moodlepipeline.runtime.consumer.Outcome.Settled;
import io.moodlepipeline.runtime.consumer.TargetException;
import io.moodlepipeline.runtime.service.HealthState;
import io.moodlepipeline.runtime.settings.Secret;
import io.moodlepipeline.testkit.KafkaBackend;
import io.moodlepipeline.testkit.PostgresBackend;
import io.moodlepipeline.testkit.SampleEvents;
import io.moodlepipeline.zoho.api.FieldMetadata;
import io.moodlepipeline.zoho.api.HttpZohoApi;
import io.moodlepipeline.zoho.api.ModuleMetadata;
import io.moodlepipeline.zoho.api.OrgInfo;
import io.moodlepipeline.zoho.api.RowResult;
import io.moodlepipeline.zoho.api.UpsertRequest;
import io.moodlepipeline.zoho.api.ZohoApi;
import io.moodlepipeline.zoho.api.ZohoException;
import io.moodlepipeline.zoho.credit.CreditGovernor;
import io.moodlepipeline.zoho.credit.CreditLimits;
import io.moodlepipeline.zoho.credit.CreditMetrics;
import io.moodlepipeline.zoho.delivery.ParallelCalls;
import io.moodlepipeline.zoho.delivery.ZohoSink;
import io.moodlepipeline.zoho.http.HttpExchange;
import io.moodlepipeline.zoho.ledger.CallSlots;
import io.moodlepipeline.zoho.ledger.LedgerDatabase;
import io.moodlepipeline.zoho.mapping.MappingFile;
import io.moodlepipeline.zoho.mapping.Role;
import io.moodlepipeline.zoho.oauth.HttpTokenEndpoint;
import io.moodlepipeline.zoho.oauth.OAuthCredentials;
import io.moodlepipeline.zoho.oauth.SharedAccessTokens;
import io.moodlepipeline.zoho.oauth.TokenSealing;
import io.moodlepipeline.zoho.row.MappedRows;
import io.moodlepipeline.zohosimulator.options.Credentials;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.random.RandomGenerator;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;

/** Two instances, of which one stalls between asking for leave to write and the writing, for longer than its lease. */
class StalledInstanceIT extends OnSimulator {
    private static final String TENANT = "north";
    private static final Duration LEASE = Duration.ofSeconds(2);

    private final io.moodlepipeline.postgresql.Database pool = io.moodlepipeline.postgresql.Database.open(
            new DatabaseSettings(database.jdbcUrl(), database.user(), new Secret(database.password())), "test", 8);
    private final ParallelCalls calls = new ParallelCalls("test", 2);

    StalledInstanceIT(KafkaBackend kafka, PostgresBackend postgres) throws InterruptedException, ExecutionException {
        super(kafka, postgres);
    }

    @Test
    void whatAStalledInstanceWritesLateIsPutRight() throws Exception {
        pool.awaitSchema(LedgerDatabase.SCHEMA, new HealthState("test"));
        CountDownLatch underWay = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        ZohoSink stalling = sink(new Stalling(api(), underWay, goOn));
        ZohoSink other = sink(api());
        CompletableFuture<Void> late = CompletableFuture.runAsync(() -> {
            try {
                stalling.write(List.of(student("Older", 0)));
            } catch (TargetException e) {
                throw new IllegalStateException(e);
            }
        });
        underWay.await();

        assertThatThrownBy(() -> other.write(List.of(student("Newer", 1_000))))
                .as("while the lease holds")
                .isInstanceOf(TargetException.class);
        await().atMost(PATIENCE)
                .ignoreExceptions()
                .untilAsserted(() -> assertThat(other.write(List.of(student("Newer", 1_000))))
                        .containsExactly(Settled.APPLIED));
        assertThat(firstName()).isEqualTo("Newer");

        goOn.countDown();
        late.get();
        assertThat(firstName()).as("the late write has landed").isEqualTo("Older");

        other.recall();

        assertThat(firstName()).isEqualTo("Newer");
        assertThat(zoho.records("BTEC_Students")).hasSize(1);
        calls.close();
        pool.close();
    }

    private String firstName() {
        return text(student(7), "First_Name");
    }

    private static ConsumerRecord<byte[], byte[]> student(String firstName, long later) {
        byte[] body = SampleEvents.userCreated(user ->
                user.put("userid", 7).put("firstname", firstName).put("timemodified", SampleEvents.TIME + later));
        ConsumerRecord<byte[], byte[]> record =
                new ConsumerRecord<>(EventType.USER_CREATED.topic(), 0, later, (TENANT + ":7").getBytes(UTF_8), body);
        UUID id = UUID.fromString("018f5a00-0000-7000-8000-0000000000aa");
        new EventMetadata(id, EventType.USER_CREATED, TENANT, Instant.now(), id, 0)
                .toHeaders()
                .forEach((name, value) -> record.headers().add(name, value.getBytes(UTF_8)));
        return record;
    }

    private ZohoSink sink(ZohoApi api) throws Exception {
        OrgInfo org = api.org();
        Map<Role, List<FieldMetadata>> fields = new EnumMap<>(Role.class);
        for (Role role : Role.values()) {
            fields.put(role, api.fields(MappingFile.builtIn().of(role).module()));
        }
        LedgerDatabase ledger = new LedgerDatabase(pool);
        CreditGovernor governor = new CreditGovernor(
                org.id(),
                new CreditLimits(10_000, 0, 9),
                ledger.credits(org.id()),
                new CallSlots(pool),
                LEASE,
                Clock.systemUTC(),
                RandomGenerator.getDefault(),
                new CreditMetrics(new SimpleMeterRegistry(), TENANT));
        UUID owner = UUID.randomUUID();
        return ZohoSink.of(
                TENANT,
                new ZohoSink.Target(
                        api,
                        governor,
                        ledger.ledger(TENANT, org.id(), owner, LEASE),
                        ledger.waiting(TENANT, org.id(), owner),
                        new MappedRows(MappingFile.builtIn(), fields, TENANT, ZoneOffset.UTC, Clock.systemUTC())),
                Optional.empty(),
                List.of(),
                calls,
                LEASE,
                Duration.ofDays(14));
    }

    private HttpZohoApi api() {
        Credentials simulated = zoho.options().credentials();
        OAuthCredentials credentials = new OAuthCredentials(
                simulated.clientId(), new Secret(simulated.clientSecret()), new Secret(simulated.refreshToken()));
        return new HttpZohoApi(
                HttpExchange.client(),
                zoho.url(),
                new SharedAccessTokens(
                        TENANT,
                        new HttpTokenEndpoint(HttpExchange.client(), zoho.url(), credentials),
                        new LedgerDatabase(pool).tokens(TENANT),
                        new TokenSealing(TENANT, credentials, new SecureRandom()),
                        Clock.systemUTC()),
                Duration.ofSeconds(30),
                credits -> {},
                Clock.systemUTC());
    }

    /** Stalls after the last look at its lease. */
    private record Stalling(ZohoApi api, CountDownLatch underWay, CountDownLatch goOn) implements ZohoApi {
        @Override
        public List<RowResult> upsert(UpsertRequest request) throws ZohoException {
            underWay.countDown();
            try {
                goOn.await();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
            return api.upsert(new UpsertRequest(
                    request.module(), request.rows(), request.duplicateCheckFields(), request.triggers()));
        }

        @Override
        public List<ObjectNode> query(String coql) throws ZohoException {
            return api.query(coql);
        }

        @Override
        public List<FieldMetadata> fields(String module) throws ZohoException {
            return api.fields(module);
        }

        @Override
        public List<ModuleMetadata> modules() throws ZohoException {
            return api.modules();
        }

        @Override
        public OrgInfo org() throws ZohoException {
            return api.org();
        }
    }
}
