package io.moodlepipeline.event.json;

import static io.moodlepipeline.event.Outcome.malformed;
import static io.moodlepipeline.event.Outcome.valid;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16BE;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.moodlepipeline.event.DeadLetterCode;
import io.moodlepipeline.event.Decoded;
import java.nio.charset.Charset;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class JsonObjectsTest {
    private static final String MARK = "marked-4711";

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "\n\t\r ", "\uFEFF", "\uFEFF "})
    void anEmptyBodyIsRefused(String body) {
        Decoded.Malformed<ObjectNode> malformed = malformed(parse(body));

        assertThat(malformed.code()).isEqualTo(DeadLetterCode.NOT_JSON);
        assertThat(malformed.summary()).isEqualTo("body is empty: send one JSON object");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{",
                "{\"a\":1",
                "{\"a\":}",
                "{\"a\" 1}",
                "{\"a\":1,}",
                "{'a':1}",
                "{a:1}",
                "{\"a\":01}",
                "{\"a\":+1}",
                "{\"a\":.5}",
                "{\"a\":1.}",
                "{\"a\":1e}",
                "{\"a\":NaN}",
                "{\"a\":Infinity}",
                "{\"a\":undefined}",
                "{\"a\":\"\u0001\"}",
                "{\"a\":\"\n\"}",
                "{\"a\":\"\\x\"}",
                "{\"a\":\"\\u12\"}",
                "{/**/}",
                "{}#",
                "[1,2",
                "]",
                "marked-4711",
                "{\"marked-4711\":marked-4711}",
                "user=marked-4711&password=marked-4711"
            })
    void whatIsNotJsonIsRefusedWithItsPlaceAndNotQuoted(String body) {
        Decoded.Malformed<ObjectNode> malformed = malformed(parse(body));

        assertThat(malformed.code()).isEqualTo(DeadLetterCode.NOT_JSON);
        assertThat(malformed.summary())
                .matches("body is not JSON \\(line \\d+, column \\d+\\)")
                .doesNotContain(MARK);
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}{}", "{} []", "{}\n1", "{} \"marked-4711\"", "{}null"})
    void aSecondValueBehindTheObjectIsRefused(String body) {
        Decoded.Malformed<ObjectNode> malformed = malformed(parse(body));

        assertThat(malformed.code()).isEqualTo(DeadLetterCode.NOT_JSON);
        assertThat(malformed.summary()).isEqualTo("body has something behind the JSON value: send one object");
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}}", "{}]", "{} marked-4711"})
    void anythingElseBehindTheObjectIsRefused(String body) {
        Decoded.Malformed<ObjectNode> malformed = malformed(parse(body));

        assertThat(malformed.code()).isEqualTo(DeadLetterCode.NOT_JSON);
        assertThat(malformed.summary()).doesNotContain(MARK);
    }

    @Test
    void spaceAroundTheObjectIsFine() {
        assertThat(valid(parse(" \r\n\t{ \"a\" : 1 } \n")).get("a").intValue()).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"[]", "[{}]", "1", "1e400000000", "1e99999999999", "\"marked-4711\"", "true", "null"})
    void jsonThatIsNoObjectIsRefusedAsOfAWrongType(String body) {
        Decoded.Malformed<ObjectNode> malformed = malformed(parse(body));

        assertThat(malformed.code()).isEqualTo(DeadLetterCode.INVALID_FIELD);
        assertThat(malformed.summary()).isEqualTo("body must be a JSON object");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"marked-4711\":1,\"marked-4711\":1}",
                "{\"a\":1,\"b\":2,\"a\":null}",
                "{\"a\":{\"b\":{\"c\":1,\"c\":2}}}",
                "{\"a\":[0,{\"c\":1,\"c\":2}]}",
                "{\"\":1,\"\":2}",
                "{\"a\":1,\"\\u0061\":2}",
                "{\"é\":1,\"\\u00e9\":2}",
                "{\"/\":1,\"\\/\":2}",
                "{\"a\":1,\"a\\u0000\":2}",
                "{\"\":1,\"\\u0000\":2}"
            })
    void aKeyThatComesTwiceIsRefusedHoweverItIsWritten(String body) {
        Decoded.Malformed<ObjectNode> malformed = malformed(parse(body));

        assertThat(malformed.code()).isEqualTo(DeadLetterCode.DUPLICATE_KEY);
        assertThat(malformed.summary())
                .matches("body has a key twice: send each key once \\(line 1, column \\d+\\)")
                .doesNotContain(MARK);
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"a\":{\"a\":1}}", "{\"a\":1,\"A\":2}", "{\"a\":[{\"b\":1},{\"b\":2}]}"})
    void theSameKeyInAnotherObjectOrCaseIsAnotherKey(String body) {
        assertThat(parse(body)).isInstanceOf(Decoded.Valid.class);
    }

    @Test
    void sixteenLevelsAreAccepted() {
        assertThat(parse(objects(16))).isInstanceOf(Decoded.Valid.class);
        assertThat(parse("{\"a\":" + arrays(15) + "}")).isInstanceOf(Decoded.Valid.class);
    }

    @ParameterizedTest
    @MethodSource("tooDeep")
    void moreThanSixteenLevelsAreRefused(String body) {
        Decoded.Malformed<ObjectNode> malformed = malformed(parse(body));

        assertThat(malformed.code()).isEqualTo(DeadLetterCode.TOO_DEEP);
        assertThat(malformed.summary()).isEqualTo("body nests deeper than 16 levels: send a flatter object");
    }

    static Stream<String> tooDeep() {
        return Stream.of(
                objects(17),
                "{\"a\":" + arrays(16) + "}",
                arrays(17),
                // Far beyond what a recursion without a bound, or the parser's own limit, would take.
                "[".repeat(500_000),
                "{\"a\":".repeat(100_000));
    }

    static Stream<Charset> foreignCharsets() {
        return Stream.of(UTF_16LE, UTF_16BE, Charset.forName("UTF-32LE"), Charset.forName("UTF-32BE"));
    }

    @ParameterizedTest
    @MethodSource("foreignCharsets")
    void anotherEncodingThanUtf8IsRefused(Charset charset) {
        Decoded.Malformed<ObjectNode> malformed = malformed(JsonObjects.parse("{\"a\":1}".getBytes(charset)));

        assertThat(malformed.code()).isEqualTo(DeadLetterCode.NOT_JSON);
    }

    @Test
    void latin1IsRefused() {
        Decoded.Malformed<ObjectNode> malformed = malformed(JsonObjects.parse("{\"a\":\"é\"}".getBytes(ISO_8859_1)));

        assertThat(malformed.summary()).isEqualTo("body is not UTF-8: send JSON encoded as UTF-8");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "80", // a continuation without a start
                "c3", // cut off
                "c080", // an overlong NUL
                "eda080", // a surrogate, as CESU-8 writes it
                "f4908080", // beyond the last code point
                "ff"
            })
    void bytesThatAreNotUtf8AreRefused(String hex) {
        byte[] text = HexFormat.of().parseHex("7b2261223a22" + hex + "227d");

        Decoded.Malformed<ObjectNode> malformed = malformed(JsonObjects.parse(text));

        assertThat(malformed.code()).isEqualTo(DeadLetterCode.NOT_JSON);
        assertThat(malformed.summary()).isEqualTo("body is not UTF-8: send JSON encoded as UTF-8");
    }

    @Test
    void aByteOrderMarkIsPassedOver() {
        assertThat(valid(parse("\uFEFF{\"a\":1}")).get("a").intValue()).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"\uFEFF\uFEFF{}", " \uFEFF{}", "{\uFEFF}", "{}\uFEFF"})
    void aByteOrderMarkAnywhereElseIsRefused(String body) {
        assertThat(malformed(parse(body)).code()).isEqualTo(DeadLetterCode.NOT_JSON);
    }

    @Test
    void textsAndNamesComeOutClean() {
        ObjectNode object = valid(parse("{\"n\\u0000ame\":\"a\\u0000b\\ud800c\\ud83d\\ude00\"}"));

        assertThat(object.get("name").textValue()).isEqualTo("ab\uFFFDc\uD83D\uDE00");
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"\\ud800\":1}", "{\"\\udc00\":1}"})
    void anUnpairedSurrogateInANameIsRefused(String body) {
        assertThat(malformed(parse(body)).code()).isEqualTo(DeadLetterCode.NOT_JSON);
    }

    @Test
    void aHugeNumberCostsNoTimeAndIsKept() {
        String body = "{\"a\":1e400000000,\"b\":-1e99999999999,\"c\":" + "9".repeat(200_000) + "}";

        ObjectNode object = valid(parse(body));

        assertThat(new String(JsonObjects.write(object), UTF_8))
                .isEqualTo("{\"a\":1E+400000000,\"b\":-1e99999999999,\"c\":" + "9".repeat(200_000) + "}");
    }

    @Test
    void manyKeysOfOneHashCodeCostNoMoreThanOthers() {
        StringBuilder body = new StringBuilder("{");
        for (int i = 0; i < 1 << 12; i++) {
            body.append(i == 0 ? "\"" : ",\"").append(collidingName(i)).append("\":1");
        }

        ObjectNode object = valid(parse(body.append('}').toString()));

        assertThat(object.size()).isEqualTo(1 << 12);
    }

    /** "Aa" and "BB" have the same hash code, and so has any text made of them. */
    private static String collidingName(int number) {
        StringBuilder name = new StringBuilder();
        for (int bit = 0; bit < 12; bit++) {
            name.append((number & 1 << bit) == 0 ? "Aa" : "BB");
        }
        return name.toString();
    }

    @ParameterizedTest
    @MethodSource("tenThousandValues")
    void asManyValuesAndKeysAsMayBeAreAccepted(String body) {
        assertThat(parse(body)).isInstanceOf(Decoded.Valid.class);
    }

    static Stream<String> tenThousandValues() {
        return Stream.of(
                "{\"a\":" + list("0", 9_998) + "}",
                "{\"a\":" + list("{}", 9_998) + "}",
                "{\"a\":" + list("{\"b\":[]}", 3_332) + "}",
                members(5_000));
    }

    @ParameterizedTest
    @MethodSource("moreThanTenThousandValues")
    void moreAreRefusedWhereverTheyAre(String body) {
        Decoded.Malformed<ObjectNode> malformed = malformed(parse(body));

        assertThat(malformed.code()).isEqualTo(DeadLetterCode.TOO_MANY_VALUES);
        assertThat(malformed.summary())
                .isEqualTo("body has more than 10000 values and keys: send a smaller object")
                .doesNotContain(MARK);
        assertThat(JsonObjects.parse(body.getBytes(UTF_8), name -> false, JsonObjects.MAX_VALUES))
                .isEqualTo(malformed);
    }

    static Stream<String> moreThanTenThousandValues() {
        return Stream.of(
                "{\"a\":" + list("0", 9_999) + "}",
                "{\"a\":" + list("{}", 349_000) + "}",
                "{\"a\":" + list("[]", 349_000) + "}",
                "{\"a\":" + list("\"\"", 349_000) + "}",
                "{\"a\":" + list("{\"" + MARK + "\":[]}", 3_334) + "}",
                members(5_001),
                list("0", 10_000),
                // Read no further than that: what follows is not even JSON.
                "{\"a\":" + list("0", 10_000) + MARK);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"x\":{\"b\":{\"c\":1,\"c\":2}}}",
                "{\"x\":[0,{\"c\":1,\"c\":2}]}",
                "{\"x\":1,\"x\":2}",
                "{\"x\":1,\"x\\u0000\":2}",
                "{\"x\":01}",
                "{\"x\":\"\\x\"}",
                "{\"x\":\"\u0001\"}",
                "{\"x\":[1,2}",
                "{\"x\":[[[[[[[[[[[[[[[[]]]]]]]]]]]]]]]]}",
                "{\"x\":1} {}",
                "[\"x\"]",
                "{\"\\ud800\":1}"
            })
    void whatIsNotAskedForIsCheckedAsIfItWere(String body) {
        assertThat(JsonObjects.parse(body.getBytes(UTF_8), name -> false, JsonObjects.MAX_VALUES))
                .isEqualTo(malformed(parse(body)));
    }

    @Test
    void onlyTheFieldsAskedForAreKept() {
        byte[] body = "{\"a\":1,\"x\":{\"b\":2},\"b\":{\"c\":[3,{\"d\":\"e\"}]},\"y\":[4]}".getBytes(UTF_8);

        ObjectNode object = valid(JsonObjects.parse(body, List.of("a", "b", "z")::contains, JsonObjects.MAX_VALUES));

        assertThat(object).hasToString("{\"a\":1,\"b\":{\"c\":[3,{\"d\":\"e\"}]}}");
    }

    @ParameterizedTest
    @MethodSource("spliced")
    void fieldsAreReplacedAndAllElseStaysAsItIsWritten(String body, String expected) {
        ObjectNode fields = JsonNodeFactory.instance.objectNode().putNull("n").put("m", 7);

        byte[] spliced = JsonObjects.with(json(body).getBytes(UTF_8), fields);

        assertThat(new String(spliced, UTF_8)).isEqualTo(json(expected));
    }

    static Stream<Arguments> spliced() {
        return Stream.of(
                arguments("{}", "{'n':null,'m':7}"),
                arguments("\uFEFF { } ", "{'n':null,'m':7}"),
                arguments("{'n':{'n':[3]}}", "{'n':null,'m':7}"),
                arguments("{'m':3 , 'n' : 'x'}", "{'n':null,'m':7}"),
                arguments("{'a':1e400000000,'b':-0.00}", "{'a':1e400000000,'b':-0.00,'n':null,'m':7}"),
                arguments(" {'a' : [ 1, {'n' : 2} ] } \n", "{'a' : [ 1, {'n' : 2} ] ,'n':null,'m':7}"),
                arguments("{'n':1,'a':2}", "{'a':2,'n':null,'m':7}"),
                arguments("{'a':1,'n':2}", "{'a':1,'n':null,'m':7}"),
                arguments("{'a':1,'n':{'b':[2]},'m':'','c':'}'}", "{'a':1,'c':'}','n':null,'m':7}"),
                arguments("{'é':'\\u00e9\\\\u0000','m':0}", "{'é':'\\u00e9\\\\u0000','n':null,'m':7}"),
                arguments("{'a\\u0000':['\\u0000\\\\\\u0000\\n']}", "{'a':['\\\\\\n'],'n':null,'m':7}"),
                arguments("{'a':'\\ud83d\\ude00'}", "{'a':'\\ud83d\\ude00','n':null,'m':7}"),
                arguments(
                        "{'a':'\\ud83dx\\uDE00\\uD83D\\ud83d\\ude00\\ud83d\\n','b':'\\ud83d'}",
                        "{'a':'\uFFFDx\uFFFD\uFFFD\\ud83d\\ude00\uFFFD\\n','b':'\uFFFD','n':null,'m':7}"),
                arguments("\uFEFF{'é':'😀','\\u006e\\u0000':[],'ü':0}", "{'é':'😀','ü':0,'n':null,'m':7}"));
    }

    private static String json(String text) {
        return text.replace('\'', '"');
    }

    private static String list(String value, int count) {
        return Stream.generate(() -> value).limit(count).collect(Collectors.joining(",", "[", "]"));
    }

    private static String members(int count) {
        return IntStream.range(0, count).mapToObj(i -> "\"" + i + "\":0").collect(Collectors.joining(",", "{", "}"));
    }

    private static String objects(int levels) {
        return "{\"a\":".repeat(levels - 1) + "{}" + "}".repeat(levels - 1);
    }

    private static String arrays(int levels) {
        return "[".repeat(levels) + "]".repeat(levels);
    }

    private static Decoded<ObjectNode> parse(String body) {
        return JsonObjects.parse(body.getBytes(UTF_8));
    }
}
