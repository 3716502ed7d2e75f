package io.moodlepipeline.zohosimulator.traffic;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.function.LongFunction;

/** The newest requests, oldest first. */
public final class RequestLog {
    private final int capacity;
    private final Deque<RecordedRequest> requests = new ArrayDeque<>();
    private long last;

    public RequestLog(int capacity) {
        this.capacity = capacity;
    }

    /** @param request is given its number */
    public synchronized void add(LongFunction<RecordedRequest> request) {
        last++;
        requests.addLast(request.apply(last));
        if (requests.size() > capacity) {
            requests.removeFirst();
        }
    }

    public synchronized List<RecordedRequest> all() {
        return List.copyOf(requests);
    }

    public synchronized void clear() {
        requests.clear();
    }
}
