package io.moodlepipeline.zohosimulator.fault;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.moodlepipeline.zohosimulator.http.Call;
import io.moodlepipeline.zohosimulator.http.Json;
import io.moodlepipeline.zohosimulator.record.RowError;
import io.moodlepipeline.zohosimulator.record.RowInspector;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** The faults that are in wait. A call is hit by all that match it. */
public final class Faults implements RowInspector {
    private final List<Waiting> waiting = new ArrayList<>();
    private Pauses pauses = new Pauses();

    /** A fault with what is left of its counts. */
    private static final class Waiting {
        private final Fault fault;
        private int skip;
        private int times;

        Waiting(Fault fault) {
            this.fault = fault;
            this.skip = fault.calls().skip();
            this.times = fault.calls().times();
        }

        boolean hits() {
            if (skip > 0) {
                skip--;
                return false;
            }
            if (times > 0) {
                times--;
                return true;
            }
            return times == Calls.ALWAYS;
        }

        boolean isOver() {
            return times == 0;
        }

        Fault rest() {
            return new Fault(fault.calls().skipping(skip).times(times), fault.effect());
        }
    }

    public synchronized void add(Calls calls, Effect effect) {
        waiting.add(new Waiting(new Fault(calls, effect)));
    }

    /** Also ends the delays of calls that are in flight. */
    public synchronized void clear() {
        waiting.clear();
        pauses.release();
        pauses = new Pauses();
    }

    /** With the counts that are left. */
    public synchronized List<Fault> list() {
        return waiting.stream().map(Waiting::rest).toList();
    }

    /** What happens to this call. Counts it, so to be asked once. */
    public synchronized Script hitting(Call call) {
        List<Effect> effects = take(fault ->
                !(fault.effect() instanceof Effect.RefusedRow) && fault.calls().match(call));
        return new Script(effects, pauses);
    }

    @Override
    public synchronized Optional<RowError> refusal(String org, String module, int index, JsonNode row) {
        return take(fault -> fault.effect() instanceof Effect.RefusedRow refused && concerns(refused, module, row))
                .stream()
                .map(Effect.RefusedRow.class::cast)
                .map(refused -> error(refused, index))
                .findFirst();
    }

    private List<Effect> take(Predicate<Fault> matching) {
        List<Effect> hits = waiting.stream()
                .filter(each -> matching.test(each.fault))
                .filter(Waiting::hits)
                .map(each -> each.fault.effect())
                .toList();
        waiting.removeIf(Waiting::isOver);
        return hits;
    }

    private static boolean concerns(Effect.RefusedRow refused, String module, JsonNode row) {
        return (refused.module() == null || refused.module().equals(module))
                && (refused.field() == null
                        || row.path(refused.field()).asText().equals(refused.value()));
    }

    private static RowError error(Effect.RefusedRow refused, int index) {
        ObjectNode details = Json.object();
        if (refused.details() != null) {
            refused.details().properties().forEach(entry -> details.set(entry.getKey(), entry.getValue()));
        }
        if (refused.apiName() != null) {
            details.put("api_name", refused.apiName());
            details.put("json_path", "$.data[" + index + "]." + refused.apiName());
        }
        return new RowError(refused.code(), "refused by a scripted fault", details);
    }
}
