package io.moodlepipeline.gateway.http;

import io.moodlepipeline.gateway.ingest.EventPublisher;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.TimeoutException;

/** Acknowledges, stays silent or fails, as a test wants. */
final class FakeBroker implements EventPublisher {
    final List<ProducerRecord<byte[], byte[]>> records = new CopyOnWriteArrayList<>();
    volatile Mood mood = Mood.ACKNOWLEDGING;

    enum Mood {
        ACKNOWLEDGING,
        SILENT,
        FAILING
    }

    @Override
    public CompletableFuture<Void> publish(ProducerRecord<byte[], byte[]> record) {
        return switch (mood) {
            case ACKNOWLEDGING -> {
                records.add(record);
                yield CompletableFuture.completedFuture(null);
            }
            case SILENT -> new CompletableFuture<>();
            case FAILING -> CompletableFuture.failedFuture(new TimeoutException("buffer full"));
        };
    }
}
