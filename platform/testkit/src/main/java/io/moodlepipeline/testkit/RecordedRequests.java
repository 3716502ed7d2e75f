package io.moodlepipeline.testkit;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The recording of a real Moodle; {@code moodle-captures/README.md} among the resources says what is in each file. */
public final class RecordedRequests {
    private static final List<String> FILES = List.of(
            "1-users-created.jsonl",
            "2-users-changed.jsonl",
            "3-enrolments.jsonl",
            "4-grades.jsonl",
            "5-regrades.jsonl",
            "6-delivery.jsonl");

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final TypeReference<Map<String, String>> HEADERS = new TypeReference<>() {};

    private RecordedRequests() {}

    /** All requests in the order of their arrival. */
    public static List<RecordedRequest> all() {
        return FILES.stream().map(RecordedRequests::read).flatMap(List::stream).toList();
    }

    /** The requests of the file with this number, 1 to 6, in the order of their arrival. */
    public static List<RecordedRequest> file(int number) {
        return read(FILES.get(number - 1));
    }

    private static List<RecordedRequest> read(String file) {
        List<RecordedRequest> requests = new ArrayList<>();
        try (InputStream input = RecordedRequests.class.getResourceAsStream("/moodle-captures/" + file);
                BufferedReader lines = new BufferedReader(new InputStreamReader(input, StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                requests.add(parse(file, requests.size() + 1, line));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return List.copyOf(requests);
    }

    private static RecordedRequest parse(String file, int number, String line) throws IOException {
        JsonNode request = JSON.readTree(line);
        return new RecordedRequest(
                file,
                number,
                request.required("path").textValue(),
                JSON.convertValue(request.required("headers"), HEADERS),
                request.required("body").textValue());
    }
}
