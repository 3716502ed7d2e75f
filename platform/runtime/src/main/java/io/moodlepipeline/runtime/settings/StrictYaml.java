package io.moodlepipeline.runtime.settings;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Consumer;

/** Reads YAML as a tree. A plain mapper would let the last of two equal keys win, or stop at the first pair it finds. */
public final class StrictYaml {
    private static final ObjectMapper YAML = YAMLMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .build();

    private final Consumer<String> problems;

    private StrictYaml(Consumer<String> problems) {
        this.problems = problems;
    }

    /** The missing node, after saying why, when there is no tree to speak of. No problem quotes a value. */
    public static JsonNode read(Path file, Consumer<String> problems) {
        try (InputStream content = Files.newInputStream(file)) {
            return read(content, problems);
        } catch (IOException e) {
            problems.accept("cannot be read");
            return MissingNode.getInstance();
        }
    }

    /** As {@link #read(Path, Consumer)}; does not close what it reads. */
    public static JsonNode read(InputStream content, Consumer<String> problems) {
        try (JsonParser parser = YAML.createParser(content).disable(JsonParser.Feature.AUTO_CLOSE_SOURCE)) {
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
            problems.accept("is not YAML in UTF-8" + line(e));
        } catch (IOException e) {
            problems.accept("cannot be read");
        }
        return MissingNode.getInstance();
    }

    private JsonNode node(JsonParser parser, String path) throws IOException {
        if (parser.currentToken() == JsonToken.START_OBJECT) {
            return object(parser, path);
        }
        return parser.currentToken() == JsonToken.START_ARRAY ? array(parser, path) : parser.readValueAsTree();
    }

    private ObjectNode object(JsonParser parser, String path) throws IOException {
        ObjectNode object = YAML.createObjectNode();
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String name = parser.currentName();
            String place = path.isEmpty() ? name : path + "." + name;
            if (object.has(name)) {
                problems.accept("has " + place + " twice: keep one");
            }
            parser.nextToken();
            object.set(name, node(parser, place));
        }
        return object;
    }

    private ArrayNode array(JsonParser parser, String path) throws IOException {
        ArrayNode array = YAML.createArrayNode();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            array.add(node(parser, path + "[" + array.size() + "]"));
        }
        return array;
    }

    private static String line(JsonProcessingException e) {
        return e.getLocation() == null ? "" : " (line " + e.getLocation().getLineNr() + ")";
    }
}
