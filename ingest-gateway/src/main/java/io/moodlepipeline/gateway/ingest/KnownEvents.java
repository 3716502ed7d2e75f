package io.moodlepipeline.gateway.ingest;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * Which event each id of a sender's stands for. An id is taken while its event is on the way to the brokers, and stays so once they
 * have acknowledged it: the same event may come again and is then published as it was before, another one may not have the id.
 * Bounded: what came long ago, to another gateway or before the last start is not known here; later stages see what they have stored.
 */
final class KnownEvents {
    private final Map<Key, OnTheWay> onTheWay = new HashMap<>();
    private final Newest<Key, Known> acknowledged;

    /** @param most how many acknowledged events are remembered, of all tenants together */
    KnownEvents(int most) {
        this.acknowledged = new Newest<>(most);
    }

    /**
     * Takes an id for an event, before it is published.
     *
     * @return empty when another event has the id; otherwise to be ended, once it is known what became of it
     */
    synchronized Optional<Reservation> reserve(String tenant, Identity identity, Content content) {
        Key key = new Key(tenant, identity.id());
        Known event = known(key).orElseGet(() -> new Known(content, identity));
        if (!event.content().equals(content)) {
            return Optional.empty();
        }
        onTheWay.computeIfAbsent(key, taken -> new OnTheWay(event)).requests++;
        return Optional.of(new Reservation(key, event));
    }

    private Optional<Known> known(Key key) {
        OnTheWay ahead = onTheWay.get(key);
        return Optional.ofNullable(ahead == null ? acknowledged.get(key) : ahead.event);
    }

    private synchronized void end(Reservation reservation, boolean isAcknowledged) {
        OnTheWay ended = onTheWay.get(reservation.key);
        ended.requests--;
        if (ended.requests == 0) {
            onTheWay.remove(reservation.key);
        }
        if (isAcknowledged) {
            acknowledged.put(reservation.key, reservation.event);
        }
    }

    /** That an id is taken for one event. */
    final class Reservation {
        private final Key key;
        private final Known event;

        private Reservation(Key key, Known event) {
            this.key = key;
            this.event = event;
        }

        /** As the event is to be published: as the first time, when it has come before. */
        Identity identity() {
            return event.identity();
        }

        void acknowledged() {
            end(this, true);
        }

        /** Gives the id back, unless the event is on the way or was acknowledged by another request. */
        void failed() {
            end(this, false);
        }
    }

    private record Key(String tenant, UUID id) {}

    private record Known(Content content, Identity identity) {}

    private static final class OnTheWay {
        private final Known event;
        private int requests;

        private OnTheWay(Known event) {
            this.event = event;
        }
    }
}
