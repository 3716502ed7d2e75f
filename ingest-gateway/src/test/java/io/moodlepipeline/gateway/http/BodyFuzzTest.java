package io.moodlepipeline.gateway.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.moodlepipeline.event.BandBasis;
import io.moodlepipeline.event.Banding;
import io.moodlepipeline.event.BtecGrade;
import io.moodlepipeline.event.Decoded;
import io.moodlepipeline.event.EnrichedGradeEvent;
import io.moodlepipeline.event.EnrolmentEvent;
import io.moodlepipeline.event.EventCodec;
import io.moodlepipeline.event.EventType;
import io.moodlepipeline.event.GradeEvent;
import io.moodlepipeline.event.MoodleEvent;
import io.moodlepipeline.event.UserEvent;
import io.moodlepipeline.gateway.http.ContractOracle.Verdict;
import io.moodlepipeline.gateway.http.OracleJson.Member;
import io.moodlepipeline.gateway.http.OracleJson.Num;
import io.moodlepipeline.gateway.http.OracleJson.Obj;
import io.moodlepipeline.gateway.tenants.Authentication;
import io.moodlepipeline.gateway.tenants.Tenant;
import io.moodlepipeline.gateway.tenants.TokenDigest;
import java.math.BigDecimal;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/**
 * Posts bodies that nobody thought of, and compares with an oracle made from the contract's words: what the gateway answers and keeps, what
 * a consumer reads of it, and what the grade processor makes of a grade.
 */
class BodyFuzzTest {
    private static final Duration TIME = Duration.ofSeconds(Integer.getInteger("fuzz.seconds", 5));
    private static final long SEED =
            Long.getLong("fuzz.seed", ThreadLocalRandom.current().nextLong(1_000_000_000));

    private static final String TOKEN = "test-token";
    private static final String[] HEADERS = {"Content-Type", "application/json", "X-Moodle-Token", TOKEN};
    private static final Banding BANDING =
            new Banding(BtecGrade.MERIT, new BigDecimal("69.5"), BandBasis.MAXIMUM, null, 3);
    private static final String JUDGEMENT =
            "{\"btec_grade\":\"Merit\",\"percentage\":69.5,\"band_basis\":\"maximum\",\"band_problem\":null,\"band_rules\":3}";

    private static final RunningGateway GATEWAY = new RunningGateway(
            new Tenant("default", new Authentication(List.of(TokenDigest.of(TOKEN)), List.of(), List.of()), 0));

    @AfterAll
    static void stop() {
        GATEWAY.close();
    }

    @Test
    void theGatewayAndItsConsumersAgreeWithTheContract() {
        long until = System.nanoTime() + TIME.toNanos();
        int accepted = 0;
        int posted = 0;
        for (; System.nanoTime() < until; posted++) {
            Random random = new Random(SEED + posted);
            List<String> events = List.copyOf(ContractOracle.events());
            String event = events.get(random.nextInt(events.size()));
            byte[] body = new HostileBodies(random).body(event);
            accepted += isAcceptedAsItShould(event, body, posted) ? 1 : 0;
        }
        System.out.printf("FUZZ bodies=%d accepted=%d | %s, seed=%d%n", posted, accepted, TIME, SEED);
        assertThat(accepted).isBetween(posted / 5, posted * 4 / 5);
    }

    private static boolean isAcceptedAsItShould(String event, byte[] body, int number) {
        try {
            return isAcceptedAsItShould(event, body);
        } catch (AssertionError | RuntimeException e) {
            // Made up, so it may be shown. -Dfuzz.seed= this seed makes it the first.
            throw new AssertionError(
                    "seed " + (SEED + number) + ", " + event + " of " + body.length + " bytes: "
                            + new String(body, 0, Math.min(body.length, 3000), ISO_8859_1),
                    e);
        }
    }

    private static boolean isAcceptedAsItShould(String event, byte[] body) {
        Verdict verdict = ContractOracle.judge(event, body);

        HttpResponse<String> answer = answer(event, body);

        assertThat(GATEWAY.broker.records).hasSize(1);
        ProducerRecord<byte[], byte[]> record = GATEWAY.broker.records.get(0);
        assertThat(record.value()).isEqualTo(body);
        if (answer.statusCode() != 200) {
            assertThat(record.topic()).isEqualTo("moodle.dead-letter");
            String code = new String(record.headers().lastHeader("dlt.code").value(), UTF_8);
            assertThat(verdict.codes()).contains(code);
            assertThat(answer.body()).contains("\"code\":\"" + code + '"');
            boolean isNoJson = Set.of("NOT_JSON", "DUPLICATE_KEY").contains(code);
            assertThat(answer.statusCode()).isEqualTo(isNoJson ? 400 : 422);
            return false;
        }
        assertThat(verdict.codes()).contains(ContractOracle.ACCEPTED);
        assertRead(event, record, ContractOracle.values(verdict.object()));
        if (event.equals("grade_updated")) {
            assertEnriched(record.value(), verdict.object());
        }
        return true;
    }

    /** On a busy machine an answer may come too late, which is no answer to the body. */
    private static HttpResponse<String> answer(String event, byte[] body) {
        HttpResponse<String> answer;
        do {
            GATEWAY.broker.records.clear();
            answer = GATEWAY.post(event, body, HEADERS);
        } while (answer.statusCode() == 503);
        return answer;
    }

    private static void assertRead(String event, ProducerRecord<byte[], byte[]> record, Map<String, Object> sent) {
        EventType type = EventType.webhooks().stream()
                .filter(each -> each.pathName().equals(event))
                .findFirst()
                .orElseThrow();
        MoodleEvent read = decode(type, record.value());
        assertThat(record.topic()).isEqualTo(type.topic());
        assertThat(record.key()).asString(UTF_8).isEqualTo("default:" + number(sent, "userid"));
        assertThat(read.userId()).isEqualTo(number(sent, "userid").longValue());
        if (read instanceof UserEvent user) {
            assertThat(Arrays.asList(user.username(), user.firstName(), user.city(), user.suspended()))
                    .isEqualTo(values(sent, "username", "firstname", "city", "suspended"));
            assertThat(user.timeModified())
                    .isEqualTo(number(sent, "timemodified").longValue());
        } else if (read instanceof EnrolmentEvent enrolment) {
            assertThat(Arrays.asList(enrolment.courseShortName(), enrolment.deleted()))
                    .isEqualTo(values(sent, "courseshortname", "deleted"));
            assertThat(enrolment.suspended()).isEqualTo(number(sent, "status").intValue() == 1);
        } else if (read instanceof GradeEvent grade) {
            assertThat(Arrays.asList(grade.item().name(), grade.feedback(), grade.hidden()))
                    .isEqualTo(values(sent, "itemname", "feedback", "hidden"));
            assertThat(grade.finalGrade()).isEqualTo(number(sent, "finalgrade"));
        }
    }

    private static void assertEnriched(byte[] grade, Obj sent) {
        byte[] enriched = EventCodec.encodeEnriched(grade, Map.of(), BANDING);

        OracleJson.Document written = OracleJson.read(new String(enriched, UTF_8));
        List<Member> judgement = ((Obj) OracleJson.read(JUDGEMENT).value()).members();
        List<String> ours = judgement.stream().map(Member::name).toList();
        List<Member> expected = new ArrayList<>(sent.members());
        expected.removeIf(member -> ours.contains(member.name()));
        expected.addAll(judgement);
        // What the judgement adds does not count against the grade.
        assertThat(written.faults()).isSubsetOf(OracleJson.Fault.TOO_MANY_VALUES);
        assertThat(written.value()).isEqualTo(new Obj(expected));
        assertThat(new String(enriched, UTF_8)).startsWith("{");
        assertThat(decode(EventType.GRADE_ENRICHED, enriched))
                .isEqualTo(new EnrichedGradeEvent((GradeEvent) decode(EventType.GRADE_UPDATED, grade), BANDING));
    }

    private static MoodleEvent decode(EventType type, byte[] body) {
        Decoded<MoodleEvent> decoded = EventCodec.decode(type, body);
        return decoded.fold(event -> event, malformed -> {
            throw new AssertionError("not read: " + malformed.summary());
        });
    }

    private static List<Object> values(Map<String, Object> sent, String... names) {
        return Arrays.stream(names).map(name -> orNull(sent.get(name))).toList();
    }

    private static Object orNull(Object value) {
        return value == OracleJson.NULL ? null : value;
    }

    private static BigDecimal number(Map<String, Object> sent, String name) {
        return sent.get(name) instanceof Num number ? new BigDecimal(number.written()) : null;
    }
}
