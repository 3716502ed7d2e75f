package io.moodlepipeline.localstack.up;

import io.moodlepipeline.gateway.GatewayApplication;
import io.moodlepipeline.ops.redriver.RedriverApplication;
import io.moodlepipeline.processor.GradeProcessorApplication;
import io.moodlepipeline.runtime.service.RunningService;
import io.moodlepipeline.writer.DbWriterApplication;
import io.moodlepipeline.zoho.ZohoSinkApplication;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;

/** The services a stack runs, in the order in which events pass them, which is also the order in which they stop. */
enum StackService {
    INGEST_GATEWAY("ingest-gateway", GatewayApplication::start),
    GRADE_PROCESSOR("grade-processor", GradeProcessorApplication::start),
    DB_WRITER("db-writer", DbWriterApplication::start),
    REDRIVER("redriver", RedriverApplication::start),
    ZOHO_SINK("zoho-sink", ZohoSinkApplication::start);

    private final String moduleName;

    @SuppressWarnings("ImmutableEnumChecker") // each is a reference to a static method, which holds no state
    private final Function<Map<String, String>, RunningService> starter;

    StackService(String moduleName, Function<Map<String, String>, RunningService> starter) {
        this.moduleName = moduleName;
        this.starter = starter;
    }

    String moduleName() {
        return moduleName;
    }

    RunningService start(Map<String, String> settings) {
        return starter.apply(settings);
    }

    static StackService named(String name) {
        return Stream.of(values())
                .filter(service -> service.moduleName.equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(
                        "'" + name + "' is not a service; there are " + names() + " and " + SimulatorPart.NAME));
    }

    private static String names() {
        return String.join(
                ", ", Stream.of(values()).map(StackService::moduleName).toList());
    }
}
