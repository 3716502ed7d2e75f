package io.moodlepipeline.ops.replay;

import static io.moodlepipeline.ops.replay.StoredTarget.BATCH;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

class StoredTargetTest {
    private static final TopicPartition PARTITION = new TopicPartition("moodle.user-created", 0);
    private static final long BEGIN = 100;
    private static final long END = 1_000_000;

    private final UUID event = UUID.randomUUID();
    private final Map<Long, UUID> records = new HashMap<>();
    private final Map<TopicPartition, StoredEvent> rows = new HashMap<>();

    @Test
    void goesBackByABatchFromTheFurthestRow() {
        rowWithItsRecordAt(500_000);

        assertThat(target(END)).isEqualTo(500_001 - BATCH);
    }

    @Test
    void neverGoesOnWhereTheGroupHasNotBeen() {
        rowWithItsRecordAt(500_000);

        assertThat(target(450_000L)).isEqualTo(450_000);
    }

    @Test
    void neverGoesBeforeWhatIsRetained() {
        rowWithItsRecordAt(BEGIN + 10);

        assertThat(target(END)).isEqualTo(BEGIN);
    }

    @Test
    void withoutARowFromTheBeginning() {
        assertThat(target(END)).isEqualTo(BEGIN);
    }

    @Test
    void neverCommittedFromTheBeginning() {
        rowWithItsRecordAt(500_000);

        assertThat(target(null)).isEqualTo(BEGIN);
    }

    @Test
    void aTopicMadeAnewSinceFromTheBeginning() {
        rowWithItsRecordAt(500_000);
        records.put(500_000L, UUID.randomUUID());

        assertThat(target(END)).isEqualTo(BEGIN);
    }

    @Test
    void aRowBeyondTheEndFromTheBeginning() {
        rowWithItsRecordAt(END + 5);

        assertThat(target(END)).isEqualTo(BEGIN);
    }

    @Test
    void aRowWhoseRecordIsNoLongerRetainedFromTheBeginning() {
        rowWithItsRecordAt(BEGIN - 1);

        assertThat(target(END)).isEqualTo(BEGIN);
    }

    private void rowWithItsRecordAt(long offset) {
        rows.put(PARTITION, new StoredEvent(event, offset));
        records.put(offset, event);
    }

    private long target(Long committed) {
        Position position = new Position(PARTITION, Optional.ofNullable(committed), BEGIN, END);
        List<Move> moves = new StoredTarget(rows, this::read).moves(List.of(position));
        assertThat(moves).hasSize(1);
        return moves.get(0).to();
    }

    private Map<TopicPartition, UUID> read(Map<TopicPartition, Long> offsets) {
        Map<TopicPartition, UUID> found = new HashMap<>();
        offsets.forEach((partition, offset) -> {
            assertThat(offset).isBetween(BEGIN, END - 1);
            found.put(partition, records.get(offset));
        });
        return found;
    }
}
