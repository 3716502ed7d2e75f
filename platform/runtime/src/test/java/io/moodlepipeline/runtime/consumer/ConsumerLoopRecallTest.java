package io.moodlepipeline.runtime.consumer;

import static org.assertj.core.api.Assertions.assertThat;

import io.moodlepipeline.runtime.service.Health;
import io.moodlepipeline.runtime.service.Health.Status;
import java.util.Map;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;

/** What a sink holds until it can be decided. */
class ConsumerLoopRecallTest extends OnScriptedLoop {
    @Test
    void whatTheSinkHoldsIsCommittedAndBroughtBackOnceItCanBeDecided() throws InterruptedException {
        consumer.append(P0, "early a", "b");

        run(
                () -> consumer.assignWithCommitted(0, P0),
                () -> {
                    assertThat(sink.written).containsExactly("b");
                    assertThat(consumer.commits()).containsExactly(Map.of(P0, 2L));
                    sink.recalling = true;
                },
                this::nothing);

        assertThat(sink.written).containsExactly("b", "early a");
        assertThat(sink.held).isEmpty();
        assertThat(counted("held", "")).isEqualTo(1);
        assertThat(counted("applied", "")).isEqualTo(2);
    }

    @Test
    void aRedrivenRecordIsResolvedWhenItIsWrittenNotWhenItIsHeld() throws InterruptedException {
        consumer.append(P0, "early a");
        consumer.redrive(P0, 0, "tester");

        run(
                () -> consumer.assignWithCommitted(0, P0),
                () -> {
                    assertThat(producer.history()).isEmpty();
                    sink.recalling = true;
                },
                this::nothing);

        assertThat(producer.history()).extracting(ProducerRecord::topic).containsExactly("moodle.dead-letter-audit");
    }

    @Test
    void aRecalledRecordThatIsRefusedBecomesADeadLetter() throws InterruptedException {
        consumer.append(P0, "early a");

        run(
                () -> consumer.assignWithCommitted(0, P0),
                () -> {
                    sink.held.set(0, ScriptedConsumer.record(P0, 0, "malformed a"));
                    sink.recalling = true;
                },
                this::nothing);

        assertThat(producer.history()).hasSize(1);
        assertThat(header(producer.history().get(0), "dlt.code")).isEqualTo("INVALID_FIELD");
        assertThat(sink.held).isEmpty();
    }

    @Test
    void anOutageHoldsRecalledRecordsBackUntilItIsOver() throws InterruptedException {
        consumer.append(P0, "early a");

        run(
                () -> consumer.assignWithCommitted(0, P0),
                () -> {
                    sink.recalling = true;
                    sink.away = true;
                },
                () -> {
                    assertThat(health.get().status()).isEqualTo(Status.DEGRADED);
                    sink.away = false;
                    advance(WAIT);
                },
                this::nothing);

        assertThat(sink.written).containsExactly("early a");
        assertThat(health.get()).isEqualTo(Health.inGoodOrder());
    }
}
