package io.moodlepipeline.event.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * JSON as plain maps, lists and texts, read and written apart from the code under test. A number is a {@link Numeral}, so that
 * 1e99999999999 can be compared without being computed.
 */
public final class JsonText {
    private static final JsonFactory FACTORY = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNumberLength(Integer.MAX_VALUE)
                    .build())
            .build();

    private JsonText() {}

    /** A number by its exact value: digits without zeros at their ends, and the power of ten of the last. */
    public record Numeral(String digits, BigInteger exponent) {
        public static Numeral of(String text) {
            int mark = Math.max(text.indexOf('e'), text.indexOf('E'));
            String mantissa = mark < 0 ? text : text.substring(0, mark);
            BigInteger exponent = mark < 0 ? BigInteger.ZERO : new BigInteger(text.substring(mark + 1));
            int point = mantissa.indexOf('.');
            int decimals = point < 0 ? 0 : mantissa.length() - point - 1;
            String digits = mantissa.replace(".", "").replaceFirst("^(-?)0+", "$1");
            String stripped = digits.replaceFirst("0+$", "");
            if (stripped.isEmpty() || stripped.equals("-")) {
                return new Numeral("0", BigInteger.ZERO);
            }
            return new Numeral(
                    stripped, exponent.add(BigInteger.valueOf(digits.length() - stripped.length() - (long) decimals)));
        }
    }

    /** A number as one may write it, which {@link #write} leaves as it is. */
    public record Written(String number) {}

    public static Object read(byte[] json) {
        try (JsonParser parser = FACTORY.createParser(json)) {
            parser.nextToken();
            return value(parser);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Object value(JsonParser parser) throws IOException {
        return switch (parser.currentToken()) {
            case START_OBJECT -> {
                Map<String, Object> object = new LinkedHashMap<>();
                while (parser.nextToken() != JsonToken.END_OBJECT) {
                    String name = parser.currentName();
                    parser.nextToken();
                    object.put(name, value(parser));
                }
                yield object;
            }
            case START_ARRAY -> {
                List<Object> array = new ArrayList<>();
                while (parser.nextToken() != JsonToken.END_ARRAY) {
                    array.add(value(parser));
                }
                yield array;
            }
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> Numeral.of(parser.getText());
            case VALUE_STRING -> parser.getText();
            case VALUE_TRUE -> true;
            case VALUE_FALSE -> false;
            default -> null;
        };
    }

    public static String write(Object value) {
        if (value instanceof Map<?, ?> object) {
            return object.entrySet().stream()
                    .map(field -> quoted(field.getKey().toString()) + ":" + write(field.getValue()))
                    .collect(Collectors.joining(",", "{", "}"));
        }
        if (value instanceof List<?> array) {
            return array.stream().map(JsonText::write).collect(Collectors.joining(",", "[", "]"));
        }
        if (value instanceof Written written) {
            return written.number();
        }
        return value instanceof String text ? quoted(text) : String.valueOf(value);
    }

    /** Every second character as an escape, so that both ways of writing are read. */
    public static String quoted(String text) {
        StringBuilder json = new StringBuilder("\"");
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean mayStandAsItIs = c >= ' ' && c != '"' && c != '\\' && !Character.isSurrogate(c);
            json.append(mayStandAsItIs && i % 2 == 0 ? String.valueOf(c) : String.format("\\u%04x", (int) c));
        }
        return json.append('"').toString();
    }
}
