package io.moodlepipeline.ops;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.HashMap;
import java.util.Map;

/** The program as a person runs it: arguments in, text and exit code out. */
public final class Ops {
    private final Map<String, String> environment = new HashMap<>();

    private Ops() {}

    public static Ops connectedTo(String brokers) {
        return new Ops().with("KAFKA_BOOTSTRAP_SERVERS", brokers);
    }

    public Ops with(String variable, String value) {
        environment.put(variable, value);
        return this;
    }

    public Result run(String... arguments) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        int exitCode = OpsCommand.commandLine(() -> environment)
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(arguments);
        return new Result(exitCode, out.toString(), err.toString());
    }

    /** What came of it. */
    public record Result(int exitCode, String out, String err) {
        public JsonNode json() {
            try {
                return new ObjectMapper().readTree(out);
            } catch (JsonProcessingException e) {
                throw new AssertionError("no JSON: " + out + err, e);
            }
        }
    }
}
