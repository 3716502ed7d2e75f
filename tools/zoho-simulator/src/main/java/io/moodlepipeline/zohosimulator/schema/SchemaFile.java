package io.moodlepipeline.zohosimulator.schema;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads a schema from YAML; {@code default-schema.yaml} shows the format. */
public final class SchemaFile {
    private static final String DEFAULT = "/default-schema.yaml";

    private static final YAMLMapper YAML = new YAMLMapper(YAMLFactory.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build());

    private SchemaFile() {}

    /** Fits the sink's default mapping. */
    public static Schema builtIn() {
        try (InputStream in = SchemaFile.class.getResourceAsStream(DEFAULT)) {
            return schema(YAML.readTree(in));
        } catch (IOException e) {
            throw new UncheckedIOException("The built-in schema cannot be read", e);
        }
    }

    /** @throws InvalidSchemaException naming all that is wrong */
    public static Schema read(Path file) {
        try {
            return parse(Files.readString(file));
        } catch (IOException e) {
            throw new InvalidSchemaException(List.of(file + " cannot be read as text"));
        }
    }

    /** @throws InvalidSchemaException naming all that is wrong */
    public static Schema parse(String yaml) {
        try {
            return schema(YAML.readTree(yaml));
        } catch (JsonProcessingException e) {
            int line = e.getLocation() == null ? 0 : e.getLocation().getLineNr();
            throw new InvalidSchemaException(List.of("is not YAML, or has a key twice, at line " + line));
        }
    }

    private static Schema schema(JsonNode file) {
        SchemaReader reader = new SchemaReader();
        Map<String, ModuleSchema> modules = new LinkedHashMap<>(reader.modules(file));
        reader.throwProblems();
        return new Schema(modules);
    }
}
