package io.moodlepipeline.zohosimulator.record;

import java.time.Instant;

/** Is told of each change, in order. */
public interface RecordListener {
    /** Nobody. */
    RecordListener NONE = new RecordListener() {
        @Override
        public void saved(String org, String module, StoredRecord record) {}

        @Override
        public void deleted(String org, String module, StoredRecord record, Instant at) {}
    };

    void saved(String org, String module, StoredRecord record);

    void deleted(String org, String module, StoredRecord record, Instant at);
}
