package io.moodlepipeline.gateway.ingest;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.moodlepipeline.event.EventType;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

class KnownEventsTest {
    private static final UUID ID = new UUID(1, 2);
    private static final Content ONE = content("one");
    private static final Content OTHER = content("other");

    private final KnownEvents known = new KnownEvents(3);

    @Test
    void givenTwoRequestsOfOneEventWhenOneFailsThenTheIdStaysTakenForTheOther() {
        KnownEvents.Reservation first = reserve(ID, 1, ONE).orElseThrow();
        assertThat(reserve(ID, 2, ONE)).isPresent();

        first.failed();

        assertThat(reserve(ID, 3, OTHER)).isEmpty();
    }

    @Test
    void givenTwoRequestsOfOneEventWhenBothFailThenTheIdIsFree() {
        KnownEvents.Reservation first = reserve(ID, 1, ONE).orElseThrow();
        KnownEvents.Reservation second = reserve(ID, 2, ONE).orElseThrow();

        first.failed();
        second.failed();

        assertThat(reserve(ID, 3, OTHER)).isPresent();
    }

    @Test
    void givenAnAcknowledgedEventWhenARepeatFailsThenTheIdStaysTaken() {
        reserve(ID, 1, ONE).orElseThrow().acknowledged();

        reserve(ID, 2, ONE).orElseThrow().failed();

        assertThat(reserve(ID, 3, OTHER)).isEmpty();
    }

    @Test
    void givenAnEventWhenItComesAgainThenItHasTheIdentityOfTheFirst() {
        reserve(ID, 1, ONE).orElseThrow().acknowledged();

        Identity again = reserve(ID, 2, ONE).orElseThrow().identity();

        assertThat(again).isEqualTo(identity(ID, 1));
    }

    @Test
    void givenMoreEventsThanAreRememberedThenTheOneUsedLongestAgoIsForgotten() {
        for (int i = 0; i < 4; i++) {
            reserve(new UUID(0, i), 1, ONE).orElseThrow().acknowledged();
        }

        assertThat(reserve(new UUID(0, 0), 1, OTHER)).isPresent();
        assertThat(reserve(new UUID(0, 1), 1, OTHER)).isEmpty();
    }

    @Test
    void givenMoreEventsThanAreRememberedWhenOneIsOnItsWayThenItIsNotForgotten() {
        assertThat(reserve(ID, 1, ONE)).isPresent();
        for (int i = 0; i < 10; i++) {
            reserve(new UUID(0, i), 1, ONE).orElseThrow().acknowledged();
        }

        assertThat(reserve(ID, 1, OTHER)).isEmpty();
    }

    @RepeatedTest(20)
    void givenManyAtOnceWithOneIdAndOtherContentThenOneIsPublished() throws Exception {
        int threads = 8;
        CyclicBarrier start = new CyclicBarrier(threads);
        ExecutorService executor = Executors.newFixedThreadPool(threads);
        try {
            List<Callable<Boolean>> requests = IntStream.range(0, threads)
                    .<Callable<Boolean>>mapToObj(i -> () -> {
                        start.await();
                        Optional<KnownEvents.Reservation> reserved = reserve(ID, i, content("content " + i));
                        reserved.ifPresent(KnownEvents.Reservation::acknowledged);
                        return reserved.isPresent();
                    })
                    .toList();
            int published = 0;
            for (Future<Boolean> request : executor.invokeAll(requests)) {
                published += request.get() ? 1 : 0;
            }
            assertThat(published).isEqualTo(1);
        } finally {
            executor.shutdown();
        }
    }

    @Test
    void aBodysDigestIsItsSha256InHex() throws Exception {
        byte[] body = "{\"a\":1}".getBytes(UTF_8);
        String expected =
                HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(body));

        assertThat(Content.of(EventType.USER_CREATED, body).bodySha256()).isEqualTo(expected);
    }

    @Test
    void theSameBodyAsAnotherEventIsOtherContent() {
        byte[] body = "{}".getBytes(UTF_8);

        assertThat(Content.of(EventType.USER_CREATED, body)).isNotEqualTo(Content.of(EventType.USER_UPDATED, body));
    }

    private Optional<KnownEvents.Reservation> reserve(UUID id, long received, Content content) {
        return known.reserve("north", identity(id, received), content);
    }

    private static Identity identity(UUID id, long received) {
        return new Identity(id, id, received, 0);
    }

    private static Content content(String body) {
        return Content.of(EventType.GRADE_UPDATED, body.getBytes(UTF_8));
    }
}
