package io.moodlepipeline.runtime.settings;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class YamlSectionTest {
    private static final String MARK = "marked-4711";
    private static final List<String> KEYS = List.of("port", "secret", "codes", "on", "words", "houses");

    @TempDir
    private Path folder;

    private final List<String> problems = new ArrayList<>();

    @Test
    void valuesAreReadByType() throws IOException {
        YamlSection top = read("""
                port: 8001
                secret: a text
                codes: ["1", "2"]
                on: true
                words: {Pass: Bestanden, Refer: ""}
                houses:
                  north: {rooms: 3}
                """);

        assertThat(top.integer("port", 1, 9999)).hasValue(8001);
        assertThat(top.text("secret")).hasValue("a text");
        assertThat(top.list("codes", "digits", YamlSectionTest::digits)).containsExactly("1", "2");
        assertThat(top.flag("on")).hasValue(true);
        assertThat(top.texts("words")).isEqualTo(Map.of("Pass", "Bestanden", "Refer", ""));
        assertThat(top.sections("houses", List.of("rooms")).get("north").integer("rooms", 1, 9))
                .hasValue(3);
        assertThat(problems).isEmpty();
    }

    @Test
    void whatIsNotThereIsAbsentAndNoProblem() throws IOException {
        YamlSection top = read("{}");

        assertThat(top.integer("port", 1, 9999)).isEqualTo(OptionalInt.empty());
        assertThat(top.text("secret")).isEmpty();
        assertThat(top.list("codes", "digits", YamlSectionTest::digits)).isEmpty();
        assertThat(top.flag("on")).isEmpty();
        assertThat(top.texts("words")).isEmpty();
        assertThat(top.section("houses", List.of())).isEmpty();
        assertThat(problems).isEmpty();
    }

    @Test
    void eachMistakeIsToldByItsPlaceAndWithoutItsValue() throws IOException {
        YamlSection top = read("""
                port: marked-4711
                secret: [marked-4711]
                codes: ["1", marked-4711, 3]
                on: marked-4711
                words: {Pass: 1}
                houses:
                  north: marked-4711
                  south: {roms: marked-4711}
                key: marked-4711
                """);

        top.integer("port", 1, 9999);
        top.text("secret");
        assertThat(top.list("codes", "digits", YamlSectionTest::digits)).containsExactly("1");
        top.flag("on");
        top.texts("words");
        assertThat(top.sections("houses", List.of("rooms"))).containsOnlyKeys("south");
        assertThat(problems)
                .containsExactly(
                        "key is not known: known are port, secret, codes, on, words, houses",
                        "port must be a whole number from 1 to 9999",
                        "secret must be a text, in quotes",
                        "codes[1] must be digits, in quotes",
                        "codes[2] must be digits, in quotes",
                        "on must be true or false",
                        "words.Pass must be a text, in quotes",
                        "houses.north must hold keys such as rooms",
                        "houses.south.roms is not known: known are rooms")
                .noneMatch(problem -> problem.contains(MARK));
    }

    @Test
    void aValueInPlaceOfAListOrSectionIsAMistake() throws IOException {
        YamlSection top = read("{codes: one, words: two, houses: three}");

        top.list("codes", "digits", YamlSectionTest::digits);
        top.texts("words");
        top.sections("houses", List.of("rooms"));
        top.section("houses", List.of("rooms"));

        assertThat(problems)
                .containsExactly(
                        "codes must be a list",
                        "words must hold names, each with what belongs to it",
                        "houses must hold names, each with what belongs to it",
                        "houses must hold keys such as rooms");
    }

    @Test
    void aKeyTwiceIsFoundInListsToo() throws IOException {
        read("""
                codes:
                  - {a: 1}
                  - {a: 1, a: 2}
                """);

        assertThat(problems).containsExactly("has codes[1].a twice: keep one");
    }

    @Test
    void whatIsNoFileOfKeysIsSaidToBe() throws IOException {
        for (String content : List.of("", "- port", "port: [", "port: 1\n---\nport: 2")) {
            YamlSection.read(stream(content), KEYS, problems::add);
        }
        YamlSection.read(new ByteArrayInputStream(new byte[] {'a', ':', (byte) 0xff}), KEYS, problems::add);
        YamlSection.read(folder.resolve("nowhere.yaml"), KEYS, problems::add);

        assertThat(problems)
                .containsExactly(
                        "is empty",
                        "must hold keys such as port, secret, codes, on, words, houses",
                        "is not YAML in UTF-8 (line 1)",
                        "has more than one YAML document: keep one",
                        "is not YAML in UTF-8 (line 1)",
                        "cannot be read");
    }

    private static Optional<String> digits(String text) {
        return Optional.of(text).filter(value -> value.matches("[0-9]+"));
    }

    private YamlSection read(String content) throws IOException {
        Path file = Files.writeString(folder.resolve("some.yaml"), content);
        return YamlSection.read(file, KEYS, problems::add).orElseThrow();
    }

    private static InputStream stream(String content) {
        return new ByteArrayInputStream(content.getBytes(StandardCharsets.UTF_8));
    }
}
