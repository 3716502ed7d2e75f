package io.moodlepipeline.ops.replay;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

class MoveTest {
    private static final TopicPartition PARTITION = new TopicPartition("moodle.user-created", 0);

    private final Position position = new Position(PARTITION, Optional.of(50L), 10, 90);
    private final Position neverCommitted = new Position(PARTITION, Optional.empty(), 10, 90);

    @Test
    void backIsReadAgain() {
        Move move = position.to(20);

        assertThat(move.to()).isEqualTo(20);
        assertThat(move.again()).isEqualTo(30);
        assertThat(move.skipped()).isZero();
        assertThat(move.note()).isNull();
    }

    @Test
    void onIsSkipped() {
        Move move = position.to(80);

        assertThat(move.again()).isZero();
        assertThat(move.skipped()).isEqualTo(30);
    }

    @Test
    void outsideOfWhatIsRetainedIsTheNearestOffset() {
        assertThat(position.to(3).to()).isEqualTo(10);
        assertThat(position.to(3).note()).contains("no longer retained");
        assertThat(position.to(91).to()).isEqualTo(90);
        assertThat(position.to(91).note()).contains("not there yet");
    }

    @Test
    void aGroupThatNeverCommittedBeginsWithTheOldest() {
        assertThat(neverCommitted.to(10).changesSomething()).isFalse();
        assertThat(neverCommitted.to(15).skipped()).isEqualTo(5);
    }

    @Test
    void offsetsLostToRetentionAreNotCountedAsSkipped() {
        Position behind = new Position(PARTITION, Optional.of(5L), 10, 90);

        assertThat(behind.to(10).changesSomething()).isTrue();
        assertThat(behind.to(10).skipped()).isZero();
        assertThat(behind.to(10).again()).isZero();
    }
}
