package io.moodlepipeline.ops.verify;

import static org.assertj.core.api.Assertions.assertThat;

import io.moodlepipeline.event.EventType;
import io.moodlepipeline.event.Version;
import io.moodlepipeline.ops.deployment.Deployments;
import io.moodlepipeline.runtime.record.Origin;
import io.moodlepipeline.writer.tables.RowKey;
import io.moodlepipeline.writer.tables.Tables;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class TableComparisonTest {
    private static final RowKey KEY = new RowKey("school", 7, 0);

    private final TableComparison comparison =
            new TableComparison(new ComparedTable<>(Tables.STUDENTS), new Advice(Deployments.any()));

    @Test
    void aRowOfTheNewestConsumedEventIsInOrder() {
        comparison.row(KEY, event(2, "b"));
        comparison.event(KEY, event(1, "a"), Consumed.DONE);
        comparison.event(KEY, event(2, "b"), Consumed.DONE);

        assertThat(found()).isEmpty();
    }

    @Test
    void anOlderEventThatCameLaterNeedNotShow() {
        comparison.row(KEY, at(10, event(2, "b")));
        comparison.event(KEY, at(10, event(2, "b")), Consumed.DONE);
        comparison.event(KEY, at(11, event(1, "a")), Consumed.DONE);

        assertThat(found()).isEmpty();
    }

    @Test
    void aRowMayBeNewerThanWhatWasCommittedWhenTheLookBegan() {
        comparison.row(KEY, event(2, "b"));
        comparison.event(KEY, event(1, "a"), Consumed.DONE);
        comparison.event(KEY, event(2, "b"), Consumed.NOT_YET);
        comparison.event(KEY, event(3, "c"), Consumed.NOT_YET);

        assertThat(found()).isEmpty();
    }

    @Test
    void anEventThatIsNotConsumedYetNeedNotHaveARow() {
        comparison.event(KEY, event(1, "a"), Consumed.NOT_YET);

        assertThat(found()).isEmpty();
    }

    @Test
    void aConsumedEventWithoutARowIsMissing() {
        comparison.event(KEY, event(1, "a"), Consumed.DONE);
        comparison.event(KEY, event(2, "b"), Consumed.NOT_YET);

        assertThat(found()).containsExactly(Difference.MISSING);
    }

    @Test
    void aRowOlderThanAConsumedEventIsStaleThoughItIsRightByItself() {
        comparison.row(KEY, event(1, "a"));
        comparison.event(KEY, event(1, "a"), Consumed.DONE);
        comparison.event(KEY, event(2, "b"), Consumed.DONE);

        assertThat(found()).containsExactly(Difference.STALE);
    }

    @Test
    void aRowWithOtherValuesThanItsEventIsWrongAlsoWhileTheEventIsNotCommitted() {
        comparison.row(KEY, event(1, "a"));
        comparison.event(KEY, event(1, "other"), Consumed.NOT_YET);

        assertThat(found()).containsExactly(Difference.WRONG);
    }

    @Test
    void aRowFromADeliveryThatIsNotRetainedIsComparedWithALaterDeliveryOfTheSameVersion() {
        comparison.row(KEY, at(3, event(1, "a")));
        comparison.event(KEY, at(9, event(1, "a")), Consumed.DONE);
        assertThat(found()).isEmpty();

        comparison.event(KEY, at(10, event(1, "other")), Consumed.DONE);
        assertThat(found()).containsExactly(Difference.WRONG);
    }

    @Test
    void twoDeliveriesOfOneVersionWithDifferentValuesMayLeaveEither() {
        comparison.row(KEY, at(9, event(1, "a")));
        comparison.event(KEY, at(9, event(1, "a")), Consumed.DONE);
        comparison.event(KEY, at(10, event(1, "b")), Consumed.DONE);

        assertThat(found()).isEmpty();
    }

    @Test
    void aDeadEventNeedNotShowButAnOlderGoodOneMust() {
        comparison.event(KEY, event(1, "a"), Consumed.DONE);
        comparison.event(KEY, event(2, "b"), Consumed.DEAD);

        assertThat(found()).containsExactly(Difference.MISSING, Difference.DEAD);
    }

    @Test
    void aDeadEventThatANewerOneReplacedConcernsNobody() {
        comparison.row(KEY, event(3, "c"));
        comparison.event(KEY, event(2, "b"), Consumed.DEAD);
        comparison.event(KEY, event(3, "c"), Consumed.DONE);

        assertThat(found()).isEmpty();
    }

    @Test
    void aDeadEventThatGotIntoTheTableAllTheSameIsInOrder() {
        comparison.row(KEY, event(2, "b"));
        comparison.event(KEY, event(1, "a"), Consumed.DONE);
        comparison.event(KEY, event(2, "b"), Consumed.DEAD);

        assertThat(found()).isEmpty();
    }

    @Test
    void aRowWithoutEventsIsExtraWhereItsEventShouldBeRetainedElseOutOfRange() {
        comparison.row(KEY, at(5, event(1, "a")));

        assertThat(found(5)).containsExactly(Difference.EXTRA);
        assertThat(found(6)).containsExactly(Difference.OUT_OF_RANGE);
    }

    @Test
    void aRowNewerThanAllRetainedEventsIsJudgedByWhereItCameFrom() {
        comparison.row(KEY, at(5, event(9, "z")));
        comparison.event(KEY, at(7, event(1, "a")), Consumed.DONE);

        assertThat(found(6)).containsExactly(Difference.OUT_OF_RANGE);
        assertThat(found(5)).containsExactly(Difference.EXTRA);
    }

    private List<Difference> found() {
        return found(0);
    }

    private List<Difference> found(long beginning) {
        List<Difference> found = new ArrayList<>();
        comparison.differences(
                origin -> origin.offset() >= beginning, (key, finding) -> found.add(finding.difference()));
        return found;
    }

    /** The event with this version stands at the offset of the same number. */
    private static Fingerprint event(long version, String value) {
        UUID id = new UUID(0x7000, version);
        return new Fingerprint(
                new Version(0, Instant.ofEpochSecond(version), id, 0),
                id,
                new Origin(EventType.USER_CREATED.topic(), 0, version),
                contents(value));
    }

    /** One column differs, of no fewer than there are. */
    private static int[] contents(String value) {
        int[] contents = new int[Tables.STUDENTS.columns().size()];
        contents[0] = value.hashCode();
        return contents;
    }

    private static Fingerprint at(long offset, Fingerprint event) {
        return new Fingerprint(
                event.version(), event.eventId(), new Origin(event.origin().topic(), 0, offset), event.contents());
    }
}
