package io.moodlepipeline.localstack.demo;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.moodlepipeline.localstack.PipelineException;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** The demo's records in the simulator of Zoho. */
final class ZohoRecords {
    private static final Duration LIMIT = Duration.ofSeconds(10);
    private static final ObjectMapper JSON = new ObjectMapper();

    /** A key begins with the id of a person or of something of the demo's. */
    private static final Pattern OF_THE_DEMO = Pattern.compile("9000000000\\d{3}(-\\d+)?");

    private final HttpClient client = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(LIMIT)
            .build();
    private final URI simulator;

    ZohoRecords(URI simulator) {
        this.simulator = simulator;
    }

    String show(ShownModule module) throws InterruptedException {
        List<String> header = new ArrayList<>(List.of(module.key()));
        header.addAll(module.fields());
        PrintedTable printed = new PrintedTable("Zoho: " + module.apiName(), header);
        records(module)
                .filter(record ->
                        OF_THE_DEMO.matcher(record.path(module.key()).asText()).matches())
                .sorted(Comparator.comparing(record -> record.path(module.key()).asText()))
                .forEach(record -> printed.add(
                        header.stream().map(field -> text(record.path(field))).toList()));
        return printed.toString();
    }

    private Stream<JsonNode> records(ShownModule module) throws InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(simulator.resolve("/simulator/records/" + module.apiName()))
                .timeout(LIMIT)
                .build();
        try {
            JsonNode answer = JSON.readTree(
                    client.send(request, HttpResponse.BodyHandlers.ofString()).body());
            if (answer.isArray()) {
                return StreamSupport.stream(answer.spliterator(), false);
            }
            throw new PipelineException("The simulator at " + simulator + " has no module " + module.apiName());
        } catch (JsonProcessingException e) {
            throw new PipelineException("What answers at " + simulator + " is not the simulator of Zoho", e);
        } catch (IOException e) {
            throw new PipelineException("The simulator of Zoho at " + simulator + " does not answer", e);
        }
    }

    private static String text(JsonNode value) {
        JsonNode shown = value.isObject() ? value.path("name") : value;
        return shown.isNull() || shown.isMissingNode() ? "-" : shown.asText();
    }
}
