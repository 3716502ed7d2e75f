package io.moodlepipeline.event.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.util.RawValue;
import io.moodlepipeline.event.DeadLetterCode;
import io.moodlepipeline.event.Decoded;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/**
 * Reads JSON objects from strangers. Stricter than a plain mapper (UTF-8 only, no key twice, nothing behind the object), and
 * unmoved by hostile input: depth is bounded, and a number is never computed with here, whatever its exponent.
 */
public final class JsonObjects {
    /** How deep objects and arrays may nest, the outermost object counted. */
    public static final int MAX_DEPTH = 16;

    /** A number longer than this is kept as its text; no field may hold one. */
    private static final int LONGEST_NUMBER = 100;

    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    /** Depth and numbers are bounded below, and the size of a body by whoever received it, so the parser has no limits to add. */
    private static final JsonFactory JSON = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNumberLength(Integer.MAX_VALUE)
                    .maxNameLength(Integer.MAX_VALUE)
                    .maxStringLength(Integer.MAX_VALUE)
                    .build())
            // Names come from outside: caching them for ever would let a sender fill the cache.
            .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
            .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
            // An emoji in UTF-8, not as two escapes: a body of them would grow to three times its size.
            .enable(JsonWriteFeature.COMBINE_UNICODE_SURROGATES_IN_UTF8)
            .build();

    private static final ObjectMapper WRITER = new ObjectMapper(JSON);

    private JsonObjects() {}

    /** Parses a body; texts come out clean (see {@link CleanText}), fields unchecked. */
    public static Decoded<ObjectNode> parse(byte[] body) {
        try {
            CharBuffer text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(body));
            try (JsonParser parser = JSON.createParser(text.array(), text.arrayOffset(), text.remaining())) {
                return new Decoded.Valid<>(document(parser));
            }
        } catch (CharacterCodingException e) {
            return Decoded.Malformed.of(DeadLetterCode.NOT_JSON, "body", "is not UTF-8: send JSON encoded as UTF-8");
        } catch (Refused e) {
            return Decoded.Malformed.of(e.code, e.field, e.problem);
        } catch (JsonProcessingException e) {
            return Decoded.Malformed.of(DeadLetterCode.NOT_JSON, "body", "is not JSON" + place(e));
        } catch (IOException e) {
            throw new UncheckedIOException("reading from memory cannot fail", e);
        }
    }

    public static byte[] write(ObjectNode object) {
        try {
            return WRITER.writeValueAsBytes(object);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a clean tree can always be written", e);
        }
    }

    private static ObjectNode document(JsonParser parser) throws IOException, Refused {
        JsonToken first = parser.nextToken();
        if (first == null) {
            throw new Refused(DeadLetterCode.NOT_JSON, "body", "is empty: send one JSON object");
        }
        JsonNode node = node(parser, 0);
        if (parser.nextToken() != null) {
            throw new Refused(DeadLetterCode.NOT_JSON, "body", "has something behind the JSON value: send one object");
        }
        if (node instanceof ObjectNode object) {
            return object;
        }
        throw new Refused(DeadLetterCode.INVALID_FIELD, "body", "must be a JSON object");
    }

    private static JsonNode node(JsonParser parser, int depth) throws IOException, Refused {
        return switch (parser.currentToken()) {
            case START_OBJECT -> object(parser, deeper(depth));
            case START_ARRAY -> array(parser, deeper(depth));
            case VALUE_STRING -> NODES.textNode(CleanText.of(parser.getText()));
            case VALUE_NUMBER_INT -> integer(parser.getText());
            case VALUE_NUMBER_FLOAT -> decimal(parser.getText());
            case VALUE_TRUE -> NODES.booleanNode(true);
            case VALUE_FALSE -> NODES.booleanNode(false);
            case VALUE_NULL -> NODES.nullNode();
            case END_OBJECT, END_ARRAY, FIELD_NAME, VALUE_EMBEDDED_OBJECT, NOT_AVAILABLE ->
                throw new IllegalStateException("no value starts with " + parser.currentToken());
        };
    }

    private static ObjectNode object(JsonParser parser, int depth) throws IOException, Refused {
        ObjectNode object = NODES.objectNode();
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            // Cleaned before it is compared: two names that are one after cleaning are one key twice.
            String name = CleanText.of(parser.currentName());
            if (object.has(name)) {
                throw new Refused(
                        DeadLetterCode.DUPLICATE_KEY, "body", "has a key twice: send each key once" + at(parser));
            }
            parser.nextToken();
            object.set(name, node(parser, depth));
        }
        return object;
    }

    private static ArrayNode array(JsonParser parser, int depth) throws IOException, Refused {
        ArrayNode array = NODES.arrayNode();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            array.add(node(parser, depth));
        }
        return array;
    }

    private static int deeper(int depth) throws Refused {
        if (depth == MAX_DEPTH) {
            throw new Refused(
                    DeadLetterCode.TOO_DEEP,
                    "body",
                    "nests deeper than " + MAX_DEPTH + " levels: send a flatter object");
        }
        return depth + 1;
    }

    private static JsonNode integer(String text) {
        if (text.length() > LONGEST_NUMBER) {
            return asWritten(text);
        }
        BigInteger value = new BigInteger(text);
        return value.bitLength() < Long.SIZE ? NODES.numberNode(value.longValue()) : NODES.numberNode(value);
    }

    private static JsonNode decimal(String text) {
        if (text.length() > LONGEST_NUMBER) {
            return asWritten(text);
        }
        try {
            return NODES.numberNode(new BigDecimal(text));
        } catch (NumberFormatException e) {
            // JSON knows no largest exponent, BigDecimal does. Unknown fields may hold anything.
            return asWritten(text);
        }
    }

    private static JsonNode asWritten(String number) {
        return NODES.rawValueNode(new RawValue(number));
    }

    private static String place(JsonProcessingException e) {
        return e.getLocation() == null
                ? ""
                : " (line " + e.getLocation().getLineNr() + ", column "
                        + e.getLocation().getColumnNr() + ")";
    }

    private static String at(JsonParser parser) {
        return " (line " + parser.currentTokenLocation().getLineNr() + ", column "
                + parser.currentTokenLocation().getColumnNr() + ")";
    }

    /** Leaves the recursion with what is wrong. */
    private static final class Refused extends Exception {
        private final transient DeadLetterCode code;
        private final String field;
        private final String problem;

        Refused(DeadLetterCode code, String field, String problem) {
            super(problem, null, false, false);
            this.code = code;
            this.field = field;
            this.problem = problem;
        }
    }
}
