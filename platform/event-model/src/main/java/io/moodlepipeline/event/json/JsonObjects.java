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
import java.nio.charset.CharsetEncoder;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Reads JSON objects from strangers. Stricter than a plain mapper (UTF-8 only, no key twice, nothing behind the object), and
 * unmoved by hostile input: depth and number of values are bounded, what nobody asks for is checked and not built, and a number is
 * never computed with here, whatever its exponent.
 */
public final class JsonObjects {
    /** How deep objects and arrays may nest, the outermost object counted. */
    public static final int MAX_DEPTH = 16;

    /**
     * How many values and keys an object may hold, those inside its values too. In memory each costs up to a hundred bytes however
     * short it is written: unbounded, a body of {@code [{},{},…]} would take thirty times its size. The largest event recorded from
     * a real Moodle has fewer than a hundred.
     */
    public static final int MAX_VALUES = 10_000;

    /** A number longer than this is kept as its text; no field may hold one. */
    private static final int LONGEST_NUMBER = 100;

    /** A whole number no longer than this fits a long, sign and all. */
    private static final int LONGEST_LONG = 18;

    private static final char BYTE_ORDER_MARK = '\uFEFF';

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
        return parse(body, name -> true, MAX_VALUES);
    }

    /**
     * Checks all of a body in one pass, as {@link #parse(byte[])} does, and keeps only the fields asked for.
     *
     * @param wanted whether a field of the outermost object is to be kept, by its name
     * @param maxValues {@link #MAX_VALUES} for what comes from outside
     */
    public static Decoded<ObjectNode> parse(byte[] body, Predicate<String> wanted, int maxValues) {
        try {
            CharBuffer text = text(body);
            try (JsonParser parser = JSON.createParser(text.array(), text.position(), text.remaining())) {
                return new Decoded.Valid<>(new Pass(parser, wanted, maxValues).document());
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

    /**
     * An object with these fields in the place of any that it has under the same names. All others are passed on as they are written,
     * to the last digit, but for what is not clean in their texts (see {@link CleanText}), and nothing of them is built.
     *
     * @param body one that {@link #parse} takes
     */
    public static byte[] with(byte[] body, ObjectNode fields) {
        try {
            CharBuffer text = CleanText.escapesIn(text(body));
            try (JsonParser parser = JSON.createParser(text.array(), text.position(), text.remaining())) {
                return new Splice(text, body.length, write(fields)).splice(parser, fields);
            }
        } catch (IOException e) {
            throw new IllegalArgumentException("not a body that was parsed before", e);
        }
    }

    /** A byte order mark is passed over. */
    private static CharBuffer text(byte[] body) throws CharacterCodingException {
        CharBuffer text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(body));
        return text.hasRemaining() && text.get(0) == BYTE_ORDER_MARK ? text.position(1) : text;
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

    /** One way through a document, from its first token to its end. */
    private static final class Pass {
        private final JsonParser parser;
        private final Predicate<String> wanted;
        private final int maxValues;
        private int count;

        Pass(JsonParser parser, Predicate<String> wanted, int maxValues) {
            this.parser = parser;
            this.wanted = wanted;
            this.maxValues = maxValues;
        }

        ObjectNode document() throws IOException, Refused {
            JsonToken first = parser.nextToken();
            if (first == null) {
                throw new Refused(DeadLetterCode.NOT_JSON, "body", "is empty: send one JSON object");
            }
            boolean isObject = first == JsonToken.START_OBJECT;
            JsonNode kept = isObject ? object(1, wanted) : value(0, false);
            if (parser.nextToken() != null) {
                throw new Refused(
                        DeadLetterCode.NOT_JSON, "body", "has something behind the JSON value: send one object");
            }
            if (!isObject) {
                throw new Refused(DeadLetterCode.INVALID_FIELD, "body", "must be a JSON object");
            }
            return (ObjectNode) kept;
        }

        /** @return null unless it is to be kept */
        private JsonNode value(int depth, boolean keep) throws IOException, Refused {
            countOne();
            return switch (parser.currentToken()) {
                case START_OBJECT -> object(deeper(depth), name -> keep);
                case START_ARRAY -> array(deeper(depth), keep);
                default -> keep ? scalar() : null;
            };
        }

        private ObjectNode object(int depth, Predicate<String> wanted) throws IOException, Refused {
            ObjectNode kept = NODES.objectNode();
            Set<String> passedOver = Set.of();
            while (parser.nextToken() != JsonToken.END_OBJECT) {
                countOne();
                // Cleaned before it is compared: two names that are one after cleaning are one key twice.
                String name = CleanText.of(parser.currentName());
                boolean keep = wanted.test(name);
                if (!keep && passedOver.isEmpty()) {
                    passedOver = new HashSet<>();
                }
                if (keep ? kept.has(name) : !passedOver.add(name)) {
                    throw new Refused(
                            DeadLetterCode.DUPLICATE_KEY, "body", "has a key twice: send each key once" + at(parser));
                }
                parser.nextToken();
                JsonNode value = value(depth, keep);
                if (keep) {
                    kept.set(name, value);
                }
            }
            return kept;
        }

        private ArrayNode array(int depth, boolean keep) throws IOException, Refused {
            ArrayNode kept = NODES.arrayNode();
            while (parser.nextToken() != JsonToken.END_ARRAY) {
                JsonNode value = value(depth, keep);
                if (keep) {
                    kept.add(value);
                }
            }
            return kept;
        }

        private JsonNode scalar() throws IOException {
            return switch (parser.currentToken()) {
                case VALUE_STRING -> NODES.textNode(CleanText.of(parser.getText()));
                case VALUE_NUMBER_INT -> integer();
                case VALUE_NUMBER_FLOAT -> decimal();
                case VALUE_TRUE -> NODES.booleanNode(true);
                case VALUE_FALSE -> NODES.booleanNode(false);
                case VALUE_NULL -> NODES.nullNode();
                default -> throw new IllegalStateException("no value starts with " + parser.currentToken());
            };
        }

        private void countOne() throws Refused {
            count++;
            if (count > maxValues) {
                throw new Refused(
                        DeadLetterCode.TOO_MANY_VALUES,
                        "body",
                        "has more than " + maxValues + " values and keys: send a smaller object");
            }
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

        private JsonNode integer() throws IOException {
            int length = parser.getTextLength();
            if (length <= LONGEST_LONG) {
                return NODES.numberNode(parser.getLongValue());
            }
            if (length > LONGEST_NUMBER) {
                return asWritten(parser.getText());
            }
            BigInteger value = new BigInteger(parser.getText());
            return value.bitLength() < Long.SIZE ? NODES.numberNode(value.longValue()) : NODES.numberNode(value);
        }

        private JsonNode decimal() throws IOException {
            if (parser.getTextLength() > LONGEST_NUMBER) {
                return asWritten(parser.getText());
            }
            try {
                return NODES.numberNode(
                        new BigDecimal(parser.getTextCharacters(), parser.getTextOffset(), parser.getTextLength()));
            } catch (NumberFormatException e) {
                // JSON knows no largest exponent, BigDecimal does. Unknown fields may hold anything.
                return asWritten(parser.getText());
            }
        }

        private static JsonNode asWritten(String number) {
            return NODES.rawValueNode(new RawValue(number));
        }
    }

    /** Puts an object together from runs of fields that stay, and the text of those that come new. */
    private static final class Splice {
        private static final long NONE = -1;

        private final CharsetEncoder encoder = StandardCharsets.UTF_8.newEncoder();
        private final CharBuffer text;
        private final byte[] added;
        private final ByteBuffer out;

        Splice(CharBuffer text, int bodyLength, byte[] added) {
            this.text = text;
            this.added = added;
            this.out = ByteBuffer.allocate(bodyLength + added.length);
        }

        byte[] splice(JsonParser parser, ObjectNode replaced) throws IOException {
            out.put((byte) '{');
            long run = NONE;
            parser.nextToken();
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                boolean stays = !replaced.has(CleanText.of(parser.currentName()));
                if (stays != (run != NONE)) {
                    long here = parser.currentTokenLocation().getCharOffset();
                    // Up to here there is a comma behind the run's last field.
                    copy(run, here);
                    run = stays ? here : NONE;
                }
                parser.nextToken();
                parser.skipChildren();
            }
            if (run != NONE) {
                copy(run, parser.currentTokenLocation().getCharOffset());
                out.put((byte) ',');
            }
            out.put(added, 1, added.length - 1);
            return Arrays.copyOf(out.array(), out.position());
        }

        private void copy(long from, long to) throws IOException {
            if (from != NONE) {
                CharBuffer run = text.duplicate();
                run.limit(text.position() + (int) to).position(text.position() + (int) from);
                CoderResult result = encoder.reset().encode(run, out, true);
                if (!result.isUnderflow()) {
                    result.throwException();
                }
            }
        }
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
