package io.moodlepipeline.zoho.row;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.moodlepipeline.event.Banding;
import io.moodlepipeline.event.EventType;
import io.moodlepipeline.event.GradeEvent;
import io.moodlepipeline.runtime.consumer.ConsumedEvent;
import io.moodlepipeline.runtime.settings.Secret;
import io.moodlepipeline.testkit.RecordedRequest;
import io.moodlepipeline.testkit.RecordedRequests;
import io.moodlepipeline.zoho.api.FieldMetadata;
import io.moodlepipeline.zoho.api.HttpZohoApi;
import io.moodlepipeline.zoho.api.RowResult;
import io.moodlepipeline.zoho.api.UpsertRequest;
import io.moodlepipeline.zoho.api.ZohoApi;
import io.moodlepipeline.zoho.api.ZohoException;
import io.moodlepipeline.zoho.http.HttpExchange;
import io.moodlepipeline.zoho.mapping.MappingFile;
import io.moodlepipeline.zoho.mapping.Role;
import io.moodlepipeline.zoho.oauth.HttpTokenEndpoint;
import io.moodlepipeline.zoho.oauth.MemoryTokenStore;
import io.moodlepipeline.zoho.oauth.OAuthCredentials;
import io.moodlepipeline.zoho.oauth.SharedAccessTokens;
import io.moodlepipeline.zoho.oauth.TokenSealing;
import io.moodlepipeline.zohosimulator.ZohoSimulator;
import io.moodlepipeline.zohosimulator.options.Credentials;
import io.moodlepipeline.zohosimulator.options.SimulatorOptions;
import java.net.http.HttpClient;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What a real Moodle sends, as rows for a Zoho that is set up for the built-in mapping and strict about it. */
class RecordedRowsTest {
    private static final String SOME_STUDENT = "700000000000123456";

    private static ZohoSimulator simulator;
    private static ZohoApi zoho;
    private static MappedRows rows;

    @BeforeAll
    static void askForFields() throws ZohoException {
        simulator = ZohoSimulator.start(SimulatorOptions.defaults());
        zoho = api();
        Map<Role, List<FieldMetadata>> fields = new EnumMap<>(Role.class);
        for (Role role : Role.values()) {
            fields.put(role, zoho.fields(MappingFile.builtIn().of(role).module()));
        }
        rows = new MappedRows(MappingFile.builtIn(), fields, "north", ZoneOffset.UTC, InstantSource.system());
    }

    @AfterAll
    static void stop() {
        simulator.close();
    }

    @Test
    void everyFieldOfTheBuiltInMappingCanBeFilled() {
        assertThat(rows.problems()).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("recorded")
    void everyEventMakesARow(RecordedRequest request) {
        Row row = row(event(request), SOME_STUDENT);

        assertThat(row.name()).isNotBlank();
        assertThat(row.content().path("Feedback").asText()).doesNotContain("<p", "</", "&nbsp;");
    }

    @Test
    void zohoTakesEveryRow() throws ZohoException {
        Map<String, String> students = new HashMap<>();
        for (Role role : Role.values()) {
            for (RecordedRequest request : recorded()) {
                ConsumedEvent event = event(request);
                Draft draft = rows.draft(event);
                if (draft.role() == role && (role == Role.STUDENT || students.containsKey(draft.studentKey()))) {
                    Row row = row(event, students.get(draft.studentKey()));
                    String id = upsert(row, request);
                    if (role == Role.STUDENT) {
                        students.put(row.key(), id);
                    }
                }
            }
        }
        assertThat(simulator.records("BTEC_Students")).isNotEmpty();
        assertThat(simulator.records("Enrollments")).isNotEmpty();
        assertThat(simulator.records("Grades")).isNotEmpty();
    }

    private static String upsert(Row row, RecordedRequest request) throws ZohoException {
        ObjectNode sent = row.content().deepCopy();
        // It is about types here, not about two people with one address.
        sent.remove(rows.otherUniqueFields(row.role()));
        RowResult result = zoho.upsert(new UpsertRequest(
                        rows.module(row.role()), List.of(sent), List.of(rows.keyField(row.role())), List.of()))
                .get(0);
        assertThat(result).as("%s", request).isInstanceOf(RowResult.Written.class);
        return ((RowResult.Written) result).id();
    }

    static List<RecordedRequest> recorded() {
        return RecordedRequests.all();
    }

    private static Row row(ConsumedEvent event, String studentRecordId) {
        Draft draft = rows.draft(event);
        Built built = rows.build(event, draft, null, draft.role() == Role.STUDENT ? null : studentRecordId);
        assertThat(built).isInstanceOf(Built.Fit.class);
        return ((Built.Fit) built).row();
    }

    private static ConsumedEvent event(RecordedRequest request) {
        EventType type = EventType.webhooks().stream()
                .filter(known -> known.pathName().equals(request.event()))
                .findFirst()
                .orElseThrow();
        ConsumedEvent event = Events.consumed(type, request.bytes());
        if (!(event.event() instanceof GradeEvent grade)) {
            return event;
        }
        return Events.judged(event, grade.finalGrade() == null ? Banding.notGraded(1) : Events.MERIT);
    }

    private static ZohoApi api() {
        HttpClient client = HttpExchange.client();
        Credentials known = simulator.options().credentials();
        OAuthCredentials credentials = new OAuthCredentials(
                known.clientId(), new Secret(known.clientSecret()), new Secret(known.refreshToken()));
        return new HttpZohoApi(
                client,
                simulator.url(),
                new SharedAccessTokens(
                        "north",
                        new HttpTokenEndpoint(client, simulator.url(), credentials),
                        new MemoryTokenStore(),
                        new TokenSealing("north", credentials, new SecureRandom()),
                        Clock.systemUTC()),
                Duration.ofSeconds(20),
                credits -> {},
                Clock.systemUTC());
    }
}
