package io.moodlepipeline.processor.settings;

import static org.assertj.core.api.Assertions.assertThat;

import io.moodlepipeline.event.BtecGrade;
import io.moodlepipeline.processor.banding.BandingPolicy;
import io.moodlepipeline.processor.banding.BandingRules;
import io.moodlepipeline.processor.banding.ScaleWords;
import io.moodlepipeline.processor.banding.WithoutMaximum;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class BandingFileTest {
    private static final String VERSION_PROBLEM =
            "must be a whole number from 2, raised with every change of the rules:"
                    + " 1 is the built-in ones, which hold without a section";

    @TempDir
    private Path directory;

    private final List<String> problems = new ArrayList<>();

    @Test
    void defaultsAndTenantsAreReadExactly() throws IOException {
        BandingPolicy policy = read("""
                default:
                  version: 2
                  distinction: 69.5
                  merit: 59.99999999999999999999
                  pass: 40
                  grades_without_maximum: assume-100
                tenants:
                  north-college:
                    version: 3
                    distinction: 80
                    merit: 65
                    pass: 0
                    grades_without_maximum: no-band
                """);

        assertThat(problems).isEmpty();
        assertThat(policy.rulesOf("anyone"))
                .isEqualTo(rules(2, "69.5", "59.99999999999999999999", "40", WithoutMaximum.ASSUME_100));
        assertThat(policy.rulesOf("north-college")).isEqualTo(rules(3, "80", "65", "0", WithoutMaximum.NO_BAND));
    }

    @Test
    void withoutDefaultSectionTheBuiltInRulesHold() throws IOException {
        BandingPolicy policy = read("""
                tenants:
                  north-college: {version: 3, distinction: 80, merit: 65, pass: 0, grades_without_maximum: no-band}
                """);

        assertThat(problems).isEmpty();
        assertThat(policy.rulesOf("anyone")).isEqualTo(BandingRules.BUILT_IN);
    }

    @Test
    void versionOfTheBuiltInRulesIsTheirsAlone() throws IOException {
        read("""
                default: {version: 1, distinction: 80, merit: 65, pass: 40, grades_without_maximum: assume-100}
                tenants:
                  west: {version: 1, distinction: 70, merit: 60, pass: 40, grades_without_maximum: assume-100}
                  east: {version: 2, distinction: 70, merit: 60, pass: 40, grades_without_maximum: assume-100}
                """);

        assertThat(problems)
                .containsExactlyInAnyOrder(
                        "default.version " + VERSION_PROBLEM, "tenants.west.version " + VERSION_PROBLEM);
    }

    @Test
    void everyProblemIsToldAtOnceByName() throws IOException {
        read("""
                defaults: {}
                default:
                  version: 0
                  distinction: "70"
                  merit: 60
                  merit: 61
                  grades_without_maximum: assume-10
                  fail: 10
                tenants:
                  north-college:
                    version: 1.5
                    distinction: 60
                    merit: 60
                    pass: 40
                    grades_without_maximum: no-band
                  South College:
                    {version: 2, distinction: 70, merit: 60, pass: 40, grades_without_maximum: no-band}
                  north: 70
                  west:
                    {version: 2, distinction: 60, merit: 60, pass: 40, grades_without_maximum: no-band}
                  west:
                    {version: 2, distinction: 101, merit: 60, pass: 40, grades_without_maximum: no-band}
                """);

        assertThat(problems)
                .containsExactlyInAnyOrder(
                        "defaults is not known: known are default, tenants",
                        "has default.merit twice: keep one",
                        "has tenants.west twice: keep one",
                        "default.fail is not known: known are"
                                + " version, distinction, merit, pass, grades_without_maximum, scale_words, language",
                        "default.version " + VERSION_PROBLEM,
                        "default.distinction must be a number of per cent, such as 70 or 69.5",
                        "default.pass must be a number of per cent, such as 70 or 69.5",
                        "default.grades_without_maximum must be assume-100 or no-band",
                        "tenants.north-college.version " + VERSION_PROBLEM,
                        "tenants.South College is not the name of a tenant: [a-z0-9][a-z0-9-]{0,62}",
                        "tenants.north must hold keys such as"
                                + " version, distinction, merit, pass, grades_without_maximum, scale_words, language",
                        "tenants.west.distinction must be above merit, and merit above pass, all from 0 to 100");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "# nothing but a comment",
                "default: [",
                "70",
                "- default",
                "default:",
                "tenants: 3",
                "{default: {version: 2}}\n---\nmore",
                "{default: {version: 1e99999999999}}",
                "\tdefault: 1"
            })
    void fileThatIsSomethingElseIsSaidToBe(String content) throws IOException {
        BandingPolicy policy = read(content);

        assertThat(problems).isNotEmpty();
        assertThat(policy.defaults()).isEqualTo(BandingRules.BUILT_IN);
    }

    @Test
    void enormousExponentIsJustAThresholdOutOfRange() throws IOException {
        read("""
                default: {version: 2, distinction: 1e400000000, merit: 60, pass: 40, grades_without_maximum: no-band}
                """);

        assertThat(problems)
                .containsExactly("default.distinction must be above merit, and merit above pass, all from 0 to 100");
    }

    @Test
    void wordsOfScalesAreATenantsOwnAndNobodyInheritsThem() throws IOException {
        BandingPolicy policy = read("""
                default:
                  version: 2
                  distinction: 70
                  merit: 60
                  pass: 40
                  grades_without_maximum: assume-100
                  scale_words: {Fail: Refer}
                  language: pt_br
                tenants:
                  amman:
                    version: 3
                    distinction: 70
                    merit: 60
                    pass: 40
                    grades_without_maximum: assume-100
                    scale_words:
                      " راسب": Refer
                      ناجح: Pass
                      No: Not Graded
                  north-college: {version: 3, distinction: 70, merit: 60, pass: 40, grades_without_maximum: no-band}
                """);

        assertThat(problems).isEmpty();
        assertThat(policy.rulesOf("anyone").language()).isEqualTo("pt_br");
        assertThat(policy.rulesOf("north-college").language()).isEqualTo("en");
        assertThat(policy.rulesOf("anyone").scaleWords()).isEqualTo(new ScaleWords(Map.of("fail", BtecGrade.REFER)));
        assertThat(policy.rulesOf("amman").scaleWords())
                .isEqualTo(new ScaleWords(
                        Map.of("راسب", BtecGrade.REFER, "ناجح", BtecGrade.PASS, "no", BtecGrade.NOT_GRADED)));
        assertThat(policy.rulesOf("north-college").scaleWords()).isEqualTo(ScaleWords.NONE_OF_OWN);
    }

    @Test
    void everyWordOfAScaleThatCannotBeIsToldByName() throws IOException {
        read("""
                default:
                  version: 2
                  distinction: 70
                  merit: 60
                  pass: 40
                  grades_without_maximum: assume-100
                  scale_words:
                    Fail: Refer
                    FAIL: Pass
                    merit: Pass
                    " ": Pass
                    Poor,Fair: Pass
                    Good: Great
                    Best: 4
                tenants:
                  amman: {version: 2, distinction: 7, merit: 6, pass: 4, grades_without_maximum: no-band, scale_words: Fail}
                """);

        assertThat(problems)
                .containsExactlyInAnyOrder(
                        "default.scale_words.FAIL is there twice: keep one, since case does not count",
                        "default.scale_words.merit is a band itself, and means that",
                        "default.scale_words.  is not one word of a scale: words are parted by commas",
                        "default.scale_words.Poor,Fair is not one word of a scale: words are parted by commas",
                        "default.scale_words.Good must be one of Distinction, Merit, Pass, Refer, Not Graded",
                        "default.scale_words.Best must be a text, in quotes",
                        "tenants.amman.scale_words must hold names, each with what belongs to it");
    }

    private BandingPolicy read(String content) throws IOException {
        Path file = Files.writeString(directory.resolve("banding.yaml"), content);
        return BandingFile.read(file, problems::add);
    }

    private static BandingRules rules(
            int version, String distinction, String merit, String pass, WithoutMaximum withoutMaximum) {
        return new BandingRules(
                version,
                new BigDecimal(distinction),
                new BigDecimal(merit),
                new BigDecimal(pass),
                withoutMaximum,
                ScaleWords.NONE_OF_OWN,
                "en");
    }
}
