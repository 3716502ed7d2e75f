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

/** The gateway as a Moodle sees it. */
final class Gateway {
    private static final Duration LIMIT = Duration.ofSeconds(10);
    private static final int OK = 200;
    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpClient client = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(LIMIT)
            .build();
    private final URI address;
    private final String token;

    Gateway(URI address, String token) {
        this.address = address;
        this.token = token;
    }

    boolean answers() throws InterruptedException {
        HttpRequest request = request("/api/v1/health").GET().build();
        try {
            return client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode() == OK;
        } catch (IOException e) {
            return false;
        }
    }

    /** @return the id that the gateway gave the event */
    String post(String event, byte[] body) throws InterruptedException {
        HttpRequest request = request("/api/v1/events/moodle/" + event)
                .header("Content-Type", "application/json")
                .header("X-Moodle-Token", token)
                .header("X-Tenant-ID", "default")
                .POST(HttpRequest.BodyPublishers.ofByteArray(body))
                .build();
        try {
            HttpResponse<String> response = client.send(request, HttpResponse.BodyHandlers.ofString());
            JsonNode answer = JSON.readTree(response.body());
            if (response.statusCode() == OK) {
                return answer.path("event_id").asText();
            }
            throw new PipelineException("The gateway refused " + event + " with status " + response.statusCode()
                    + ", code " + answer.path("code").asText("unknown"));
        } catch (JsonProcessingException e) {
            throw new PipelineException("What answers at " + address + " is not the gateway", e);
        } catch (IOException e) {
            throw new PipelineException("The gateway at " + address + " stopped answering", e);
        }
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(address.resolve(path)).timeout(LIMIT);
    }
}
