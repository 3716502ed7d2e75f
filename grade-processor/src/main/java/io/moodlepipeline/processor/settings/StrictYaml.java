package io.moodlepipeline.processor.settings;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.function.Consumer;

/** Reads a YAML file as a tree. A plain mapper would let the last of two equal keys win, or stop at the first pair it finds. */
final class StrictYaml {
    private static final ObjectMapper YAML = YAMLMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .build();

    private final Consumer<String> problems;

    private StrictYaml(Consumer<String> problems) {
        this.problems = problems;
    }

    /** The missing node, after saying why, when there is no tree to speak of. */
    static JsonNode read(Path file, Consumer<String> problems) {
        try (JsonParser parser = YAML.createParser(file.toFile())) {
            if (parser.nextToken() == null) {
                problems.accept("is empty");
                return MissingNode.getInstance();
            }
            JsonNode tree = new StrictYaml(problems).node(parser, "");
            if (parser.nextToken() != null) {
                problems.accept("has more than one YAML document: keep one");
            }
            return tree;
        } catch (JsonProcessingException e) {
            problems.accept("is not YAML" + place(e));
        } catch (IOException e) {
            problems.accept("cannot be read as UTF-8 text");
        }
        return MissingNode.getInstance();
    }

    private JsonNode node(JsonParser parser, String path) throws IOException {
        if (parser.currentToken() != JsonToken.START_OBJECT) {
            return parser.readValueAsTree();
        }
        ObjectNode object = YAML.createObjectNode();
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String name = parser.currentName();
            String key = path.isEmpty() ? name : path + "." + name;
            if (object.has(name)) {
                problems.accept("has " + key + " twice: keep one");
            }
            parser.nextToken();
            object.set(name, node(parser, key));
        }
        return object;
    }

    private static String place(JsonProcessingException e) {
        return e.getLocation() == null ? "" : " (line " + e.getLocation().getLineNr() + ")";
    }
}
