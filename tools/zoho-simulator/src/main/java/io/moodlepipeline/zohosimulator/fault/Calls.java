package io.moodlepipeline.zohosimulator.fault;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.moodlepipeline.zohosimulator.http.Call;

/**
 * Which calls a fault hits.
 *
 * @param method such as {@code POST}; null: any
 * @param path a part of the path, such as {@code /upsert}; null: any
 * @param skip how many matching calls pass before the first that is hit
 * @param times how many calls are hit; {@value #ALWAYS}: all
 */
public record Calls(
        String method,
        String path,
        int skip,
        @JsonProperty(defaultValue = "1") Integer times) {
    public static final int ALWAYS = -1;

    public Calls {
        times = times == null ? 1 : times;
        if (skip < 0 || times < ALWAYS || times == 0) {
            throw new IllegalArgumentException("skip is not negative, times is positive or " + ALWAYS);
        }
    }

    /** The next call whose path contains this. */
    public static Calls to(String path) {
        return new Calls(null, path, 0, 1);
    }

    public Calls skipping(int calls) {
        return new Calls(method, path, calls, times);
    }

    public Calls times(int calls) {
        return new Calls(method, path, skip, calls);
    }

    public Calls always() {
        return times(ALWAYS);
    }

    boolean match(Call call) {
        return (method == null || method.equalsIgnoreCase(call.method()))
                && (path == null || call.path().contains(path));
    }
}
