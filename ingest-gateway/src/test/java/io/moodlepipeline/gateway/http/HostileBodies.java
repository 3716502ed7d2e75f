package io.moodlepipeline.gateway.http;

import java.io.ByteArrayOutputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Makes bodies up: good ones, and such as break one rule of the contract or several. The same random numbers make the same bodies. */
final class HostileBodies {
    private static final String[] NUMBERS = {
        "0",
        "-0",
        "1",
        "-1",
        "5",
        "70",
        "69.99999",
        "0.00000",
        "100.00000",
        "1e2",
        "1E+30",
        "1e31",
        "-1e30",
        "10e30",
        "1e-30",
        "1e-31",
        "0e400000000",
        "1e400000000",
        "-1e-99999999999",
        "9223372036854775807",
        "9223372036854775808",
        "-9223372036854775808",
        "253402300799",
        "253402300800",
        "123456789012345678901234567890",
        "1234567890123456789012345678901",
        "0.123456789012345678901234567890",
        "1.0",
        "5e0",
        "2",
        "01",
        "-",
        "+1",
        ".5",
        "1.",
        "1e",
        "1e+",
        "NaN",
        "Infinity",
        "0x1F"
    };
    private static final String[] WORDS = {
        "true", "false", "null", "True", "nul", "undefined", "'a'", "", "{", "]", "\"", "{}", "[]"
    };
    private static final String[] PIECES = {
        "a",
        "Z",
        " ",
        "/",
        "<p>",
        "'",
        "\u0627\u062d\u0645\u062f",
        "\u00e9",
        "\uD83D\uDE00",
        "\uFFFD",
        "\uFEFF",
        "\u2028",
        "\u007F",
        "\\\"",
        "\\\\",
        "\\/",
        "\\b",
        "\\f",
        "\\n",
        "\\r",
        "\\t",
        "\\u0061",
        "\\u0627",
        "\\uD83D\\uDE00",
        "\\ud83d\\ude00"
    };
    private static final String[] ODD_PIECES = {
        "\\u0000",
        "\\ud800",
        "\\udc00",
        "\\ude00\\ud83d",
        "\\x",
        "\\u12",
        "\\u12g4",
        "\\U0061",
        "\n",
        "\t",
        "\u0001",
        "\"",
        "\\",
        "\\u\uFF11\uFF11\uFF11\uFF11"
    };
    private static final String[] BAD_BYTES = {
        "80", "c3", "c080", "eda080", "edbfbf", "f4908080", "ff", "fe", "e282", "f09f98", "00", "0b", "a0", "efbbbf"
    };
    private static final List<String> OURS =
            List.of("btec_grade", "percentage", "band_basis", "band_problem", "band_rules");

    private final Random random;

    HostileBodies(Random random) {
        this.random = random;
    }

    /** About half of them are good. */
    byte[] body(String event) {
        List<String> members = members(event);
        int changes = chance(0.5) ? 0 : 1 + random.nextInt(2);
        for (int i = 0; i < changes; i++) {
            change(members, event);
        }
        String text = members.stream().collect(Collectors.joining(separator(), "{" + space(), space() + "}"));
        if (chance(0.1)) {
            text = wrapped(text);
        }
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return chance(0.15) ? damaged(bytes, text) : bytes;
    }

    private List<String> members(String event) {
        List<String> members = new ArrayList<>();
        for (Map.Entry<String, String> field : ContractOracle.fieldsOf(event).entrySet()) {
            if (field.getValue().endsWith("!") || chance(0.7)) {
                members.add(member(name(field.getKey()), good(field.getKey(), field.getValue())));
            }
        }
        while (chance(0.4)) {
            members.add(member(string(chance(0.05)), value(1 + random.nextInt(4))));
        }
        if (chance(0.1)) {
            members.add(member(name(any(OURS)), value(2)));
        }
        if (chance(0.3)) {
            Collections.shuffle(members, random);
        }
        return members;
    }

    private String member(String name, String value) {
        return name + space() + ":" + space() + value;
    }

    private void change(List<String> members, String event) {
        String field = any(List.copyOf(ContractOracle.fieldsOf(event).keySet()));
        switch (random.nextInt(9)) {
            case 0 -> members.remove(random.nextInt(members.size()));
            case 1 -> members.add(random.nextInt(members.size() + 1), any(members));
            case 2 -> members.add(member('"' + field + "\\u0000\"", value(1)));
            case 3 -> members.add(member("\"deep\"", nested(10 + random.nextInt(10))));
            case 4 -> members.add(member("\"many\"", many(9_900 + random.nextInt(150))));
            case 5 ->
                members.add(
                        member("\"twice\"", "{\"a\":1,\"b\":[],\"" + any("a", "\\u0061", "a\\u0000", "A") + "\":2}"));
            case 6 -> members.add(member("\"x\"", any(NUMBERS)));
            case 7 -> members.add(member("\"x\"", string(true)));
            default -> {
                members.removeIf(member -> member.startsWith('"' + field + '"'));
                members.add(member('"' + field + '"', value(2)));
            }
        }
    }

    private String good(String name, String type) {
        if (chance(0.9) && name.equals("grademax")) {
            return any("100.00000", "10", "1e2");
        }
        if (chance(0.9) && name.equals("grademin")) {
            return any("0", "0.00000", "-5", "null");
        }
        boolean mayBeNull = !type.endsWith("!");
        if (mayBeNull && chance(0.15)) {
            return "null";
        }
        return switch (type.replace("!", "")) {
            case "id" -> any("1", "7", "9223372036854775807", Long.toString(1 + random.nextInt(1_000_000)));
            case "grader" -> any("0", "2", "9223372036854775807");
            case "time" -> any("0", "1700000000", "253402300799");
            case "status" -> any("0", "1");
            case "flag" -> any("true", "false");
            case "grade" ->
                any("0", "69.99999", "100.00000", "-12.5", "1e30", "1e-30", "123456789012345678901234567890", "0.00");
            case "ids" -> any("[]", "[5]", "[5,9223372036854775807]");
            case "translations" -> any("{}", "{\"en\":\"Refer,Pass\",\"ar\":\"راسب,ناجح\"}", "{\"en\":\"\"}");
            case "words" -> any("\"Refer,Pass\"", "[\"Refer\",\"Pass\"]", "[]", "\"\"");
            default ->
                chance(0.02)
                        ? '"' + string(false).substring(1, 2).replace("\"", "") + "x".repeat(80_000) + '"'
                        : string(false);
        };
    }

    /** The same name, perhaps with an escape. */
    private String name(String name) {
        if (chance(0.9)) {
            return '"' + name + '"';
        }
        int place = random.nextInt(name.length());
        return '"'
                + name.substring(0, place)
                + String.format("\\u%04x", (int) name.charAt(place))
                + name.substring(place + 1)
                + '"';
    }

    private String value(int levels) {
        return switch (random.nextInt(levels > 0 ? 7 : 4)) {
            case 0 -> any(NUMBERS);
            case 1 -> chance(0.8) ? any("true", "false", "null", "{}", "[]") : any(WORDS);
            case 2, 3 -> string(chance(0.15));
            case 4 ->
                IntStream.range(0, random.nextInt(4))
                        .mapToObj(i -> value(levels - 1))
                        .collect(Collectors.joining(separator(), "[" + space(), "]"));
            default ->
                IntStream.range(0, random.nextInt(4))
                        .mapToObj(i -> member(string(false), value(levels - 1)))
                        .collect(Collectors.joining(separator(), "{", space() + "}"));
        };
    }

    private String string(boolean odd) {
        StringBuilder string = new StringBuilder("\"");
        for (int i = random.nextInt(6); i > 0; i--) {
            string.append(odd && chance(0.4) ? any(ODD_PIECES) : any(PIECES));
        }
        return string.append(string.length() == 1 ? Integer.toString(random.nextInt()) : "")
                .append('"')
                .toString();
    }

    private String nested(int levels) {
        return chance(0.5)
                ? "[".repeat(levels) + "]".repeat(levels)
                : "{\"a\":".repeat(levels) + "0" + "}".repeat(levels);
    }

    private String many(int values) {
        String value = any("0", "{}", "[]", "\"\"", "null");
        return chance(0.5)
                ? IntStream.range(0, values).mapToObj(i -> value).collect(Collectors.joining(",", "[", "]"))
                : IntStream.range(0, values / 2)
                        .mapToObj(i -> "\"" + i + "\":" + value)
                        .collect(Collectors.joining(",", "{", "}"));
    }

    private String wrapped(String text) {
        return switch (random.nextInt(6)) {
            case 0 -> "\uFEFF" + text;
            case 1 -> "\uFEFF\uFEFF" + text;
            case 2 -> text + any(" ", "\n", "{}", "]", "}", "x", "\u0000", "\uFEFF", " null");
            case 3 -> "[" + text + "]";
            case 4 -> any(any(NUMBERS), any(WORDS), string(true), "", " ", "\uFEFF");
            default -> space() + text + space();
        };
    }

    private byte[] damaged(byte[] body, String text) {
        int place = random.nextInt(body.length + 1);
        return switch (random.nextInt(5)) {
            case 0 -> cut(body, 0, place);
            case 1 -> joined(cut(body, 0, place), hex(any(BAD_BYTES)), cut(body, place, body.length));
            case 2 ->
                joined(
                        cut(body, 0, place),
                        new byte[] {(byte) random.nextInt(256)},
                        cut(body, Math.min(body.length, place + 1), body.length));
            case 3 -> joined(cut(body, 0, place), cut(body, Math.min(body.length, place + 1), body.length));
            default ->
                text.getBytes(Charset.forName(any("UTF-16LE", "UTF-16BE", "UTF-32LE", "ISO-8859-1", "windows-1256")));
        };
    }

    private String separator() {
        return space() + "," + space();
    }

    private String space() {
        return chance(0.97) ? "" : any(" ", "\n", "\t", "\r\n", "  ");
    }

    private boolean chance(double probability) {
        return random.nextDouble() < probability;
    }

    private String any(String... choices) {
        return choices[random.nextInt(choices.length)];
    }

    private <T> T any(List<T> choices) {
        return choices.get(random.nextInt(choices.size()));
    }

    private static byte[] cut(byte[] bytes, int from, int to) {
        return Arrays.copyOfRange(bytes, from, to);
    }

    private static byte[] hex(String hex) {
        return HexFormat.of().parseHex(hex);
    }

    private static byte[] joined(byte[]... parts) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            all.writeBytes(part);
        }
        return all.toByteArray();
    }
}
