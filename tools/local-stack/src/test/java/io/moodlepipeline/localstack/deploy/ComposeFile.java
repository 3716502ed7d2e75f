package io.moodlepipeline.localstack.deploy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** A compose file as the engine sees it: anchors resolved, variables not, and what lies on top of another merged into it. */
final class ComposeFile {
    static final Path CHECKOUT = Path.of("../..");

    private static final Set<String> REPLACED = Set.of("command", "entrypoint", "test");
    private static final ObjectMapper JSON = new ObjectMapper();

    private final ObjectNode content;

    private ComposeFile(ObjectNode content) {
        this.content = content;
    }

    /** For one host. */
    static ComposeFile oneHost() {
        return new ComposeFile(read("docker-compose.yml"));
    }

    /** With three brokers, on top of that. */
    static ComposeFile production() {
        ObjectNode base = read("docker-compose.yml");
        ObjectNode overlay = read("docker-compose.production.yml");
        overlay.path("services").properties().forEach(service -> inherit(base, service.getKey(), service.getValue()));
        return new ComposeFile(merged(base, overlay));
    }

    private static void inherit(ObjectNode base, String name, JsonNode service) {
        if (service.has("extends")) {
            String parent = service.path("extends").path("service").asText();
            ObjectNode services = (ObjectNode) base.path("services");
            services.set(name, services.path(parent).deepCopy());
        }
    }

    private static ObjectNode read(String file) {
        try {
            Yaml yaml = new Yaml(new SafeConstructor(new LoaderOptions()));
            Object content = yaml.load(Files.readString(CHECKOUT.resolve(file)));
            return JSON.valueToTree(content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** As compose does it: by key, lists one after the other but for commands, anything else replaced. */
    private static ObjectNode merged(ObjectNode below, ObjectNode above) {
        ObjectNode result = below.deepCopy();
        above.properties().forEach(entry -> {
            JsonNode old = result.path(entry.getKey());
            JsonNode value = entry.getValue();
            if (old.isObject() && value.isObject()) {
                result.set(entry.getKey(), merged((ObjectNode) old, (ObjectNode) value));
            } else if (old.isArray() && value.isArray() && !REPLACED.contains(entry.getKey())) {
                result.set(entry.getKey(), ((ArrayNode) old.deepCopy()).addAll((ArrayNode) value));
            } else {
                result.set(entry.getKey(), value);
            }
        });
        return result;
    }

    Map<String, JsonNode> services() {
        return entries("services");
    }

    JsonNode service(String name) {
        return content.path("services").path(name);
    }

    /** The variables of a service, as text. */
    Map<String, String> environment(String service) {
        Map<String, String> variables = new TreeMap<>();
        service(service)
                .path("environment")
                .properties()
                .forEach(entry -> variables.put(entry.getKey(), entry.getValue().asText()));
        return variables;
    }

    /** Whether a network has no way out and none in. */
    boolean isInternal(String network) {
        return content.path("networks").path(network).path("internal").asBoolean();
    }

    Map<String, JsonNode> secrets() {
        return entries("secrets");
    }

    private Map<String, JsonNode> entries(String name) {
        Map<String, JsonNode> entries = new TreeMap<>();
        content.path(name).properties().forEach(entry -> entries.put(entry.getKey(), entry.getValue()));
        return entries;
    }
}
