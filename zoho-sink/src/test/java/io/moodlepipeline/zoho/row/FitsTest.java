package io.moodlepipeline.zoho.row;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.moodlepipeline.zoho.api.FieldMetadata;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FitsTest {
    private static final Fits FITS = new Fits(ZoneId.of("Asia/Amman"));

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
            text     | 10 | "abcdefghij"       | abcdefghij
            text     | 10 | "abcdefghijk"      | abcdefghi…
            text     | 10 | "abcdefgh jkl"     | abcdefgh…
            text     | 10 | " a\tb "           | a b
            text     | 3  | "a😀b😀"           | a…
            text     | 4  | "a😀b😀"           | a😀…
            text     | 5  | "a😀😀😀"           | a😀…
            text     | 1  | "ab"               | …
            textarea | 10 | "abcdefghijk"      | abcdefghi…
            """)
    void freeTextIsCutWithoutBreakingACharacter(String type, int length, String text, String expected) {
        Fitted.Fits fitted = (Fitted.Fits) fit(type, length, new Value.Text(text));

        assertThat(fitted.value().textValue()).isEqualTo(expected);
        assertThat(fitted.cut()).isEqualTo(expected.endsWith("…"));
    }

    @Test
    void linesAreKeptWhereThereIsRoomForLines() {
        Value lines = new Value.Text("a\r\n\tb\u2028c\u0000\u0007\ud800");

        assertThat(fitted("textarea", 0, lines)).isEqualTo("a\n\tb\nc\ufffd");
        assertThat(fitted("text", 0, lines)).isEqualTo("a b c\ufffd");
    }

    @Test
    void aTextOfWhichNothingShowsIsNothing() {
        assertThat(fit("text", 10, new Value.Text("\u0007 \n"))).isInstanceOf(Fitted.Nothing.class);
        assertThat(fit("email", 10, new Value.Text("\u0007"))).isInstanceOf(Fitted.Nothing.class);
        assertThat(fit("picklist", 10, new Value.Text(""))).isInstanceOf(Fitted.Nothing.class);
    }

    @Test
    void aFreeTextOfUnknownLengthIsAsShortAsOneCanBe() {
        Value text = new Value.Text("x".repeat(3_000));

        assertThat(fitted("text", 0, text)).hasSize(255);
        assertThat(fitted("textarea", 0, text)).hasSize(2_000);
    }

    @ParameterizedTest
    @CsvSource({"65.50000, 65.5", "100, 100", "1E+3, 1000", "0.0000001, 0.0000001"})
    void aFreeTextTakesANumberWithoutExponent(BigDecimal number, String expected) {
        assertThat(fitted("text", 255, new Value.Amount(number))).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(strings = {"amal.haddad@example.edu", "أمل@مثال.إختبار", "a+b@a-b.example.co.uk", "1@2.io"})
    void anEmailAddressIsSentAsItIs(String address) {
        assertThat(fitted("email", 100, new Value.Text(" " + address + " "))).isEqualTo(address);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "amal",
                "amal@localhost",
                "amal@example.",
                "amal@example.e",
                "amal@example.edu1",
                "amal@example.abcdefghijklmnopqrstuvw",
                "amal haddad@example.edu",
                "amal@@example.edu",
                "@example.edu",
                "a0d7ebd2a8e40c4a35c5d8c54e8cf2b6"
            })
    void whatIsNoEmailAddressForZohoIsNotSent(String address) {
        assertThat(fit("email", 100, new Value.Text(address))).isInstanceOf(Fitted.Unfit.class);
    }

    @ParameterizedTest
    @CsvSource({"100, 0", "100, 200", "50, 50"})
    void anEmailAddressIsNeverCut(int limit, int fieldLength) {
        String longest = "a".repeat(limit - "@example.edu".length()) + "@example.edu";

        assertThat(fit("email", fieldLength, new Value.Text(longest))).isInstanceOf(Fitted.Fits.class);
        assertThat(fit("email", fieldLength, new Value.Text("a" + longest))).isInstanceOf(Fitted.Unfit.class);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            +962790000000                   | true
            +962 79-000.0000                | true
            (06) 5000000                    | true
            (06)5000000                     | true
            0790000000 ext12                | true
            123456789012345678901234567890  | true
            1234567890123456789012345678901 | false
            ٠٧٩٠٠٠٠٠٠٠                      | false
            home: 0790000000                | false
            ++962790000000                  | false
            """)
    void aPhoneNumberFitsWholeOrNotAtAll(String number, boolean fits) {
        assertThat(fit("phone", 0, new Value.Text(number)) instanceof Fitted.Fits)
                .isEqualTo(fits);
    }

    @ParameterizedTest
    @CsvSource({
        "https://example.edu/a?b=c, true",
        "www.example.edu, true",
        "example.edu, false",
        "https://, false",
        "https://a b.edu, false"
    })
    void aWebAddressFitsWholeOrNotAtAll(String address, boolean fits) {
        assertThat(fit("website", 0, new Value.Text(address)) instanceof Fitted.Fits)
                .isEqualTo(fits);
    }

    @Test
    void aWebAddressIsNeverCut() {
        String longest = "https://a.edu/" + "a".repeat(450 - "https://a.edu/".length());

        assertThat(fit("website", 1_000, new Value.Text(longest))).isInstanceOf(Fitted.Fits.class);
        assertThat(fit("website", 1_000, new Value.Text(longest + "a"))).isInstanceOf(Fitted.Unfit.class);
    }

    @Test
    void aPickListTakesItsOwnWordsAlone() {
        assertThat(fitted("picklist", 0, new Value.Text("Pass"))).isEqualTo("Pass");
        assertThat(fit("picklist", 0, new Value.Text("merit"))).isInstanceOf(Fitted.Unfit.class);
        assertThat(json(fit("multiselectpicklist", 0, new Value.Text("Pass"))).toString())
                .isEqualTo("[\"Pass\"]");
    }

    @ParameterizedTest
    @ValueSource(strings = {"Merit", "Option 3"})
    void aRenamedWordIsSentAsZohoStoresIt(String word) {
        assertThat(fitted("picklist", 0, new Value.Text(word))).isEqualTo("Option 3");
    }

    @ParameterizedTest
    @CsvSource({
        "2025-08-31T20:59:59Z, 2025-08-31, 2025-08-31T23:59:59+03:00",
        "2025-08-31T21:00:00Z, 2025-09-01, 2025-09-01T00:00:00+03:00",
        "1970-01-01T00:00:01Z, 1970-01-01, 1970-01-01T02:00:01+02:00"
    })
    void timesAreShownByTheSchoolsClocks(Instant time, String date, String dateTime) {
        assertThat(fitted("date", 0, new Value.Time(time))).isEqualTo(date);
        assertThat(fitted("datetime", 0, new Value.Time(time))).isEqualTo(dateTime);
        assertThat(fitted("text", 0, new Value.Time(time))).isEqualTo(dateTime);
    }

    @Test
    void greenwichIsAnOffsetAndNoLetter() {
        Fit fit =
                new Fits(ZoneId.of("UTC")).of(Schema.field("F", "datetime", 0)).orElseThrow();

        assertThat(json(fit.fit(new Value.Time(Instant.parse("2025-09-01T08:00:00Z"))))
                        .textValue())
                .isEqualTo("2025-09-01T08:00:00+00:00");
    }

    @Test
    void aTimeInTheYearTenThousandDoesNotFit() {
        // The last second that an event can hold is in the next year east of Greenwich.
        Value last = new Value.Time(Instant.ofEpochSecond(253_402_300_799L));

        assertThat(fit("date", 0, last)).isInstanceOf(Fitted.Unfit.class);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            integer | 999999999           | 999999999
            integer | -1.5                | -2
            integer | 69.99999            | 69
            integer | 1000000000          |
            bigint  | 999999999999999999  | "999999999999999999"
            bigint  | 1000000000000000000 |
            bigint  | 5                   | "5"
            """)
    void wholeNumbersHaveTheirTypesDigits(String type, BigDecimal number, String expected) {
        assertFits(fit(type, 0, new Value.Amount(number)), expected);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            double   | 2  | 69.999              | 69.99
            double   | 2  | 65.00000            | 65
            double   | 2  | 100                 | 100
            double   | 0  | 69.9                | 69
            double   | 2  | -0.001              | -0.01
            double   | -1 | 69.999              | 69.99
            double   | 12 | 0.1234567891        | 0.123456789
            currency | 1  | 59.99               | 59.9
            currency | 2  | 9999999999999999.9  | 9999999999999999.9
            double   | 2  | 10000000000000000   |
            double   | 2  | 1E+30               |
            percent  | 2  | 69.999              | 69.99
            percent  | 9  | 69.99999            | 69.999
            percent  | 2  | 12345.6             | 12345
            percent  | 2  | 123456              |
            """)
    void aGradeIsNeverRoundedUp(String type, int places, BigDecimal grade, String expected) {
        FieldMetadata field = Schema.decimal("Grade", type, places);

        assertFits(FITS.of(field).orElseThrow().fit(new Value.Amount(grade)), expected);
    }

    @Test
    void flagsAndRecordsAreConstants() {
        assertThat(json(fit("boolean", 0, new Value.Flag(true))).booleanValue()).isTrue();
        assertThat(fit("boolean", 0, new Value.Text("true"))).isInstanceOf(Fitted.Unfit.class);
        assertThat(json(fit("ownerlookup", 0, new Value.Text("700000000000123456")))
                        .toString())
                .isEqualTo("{\"id\":\"700000000000123456\"}");
        assertThat(fit("lookup", 0, new Value.Text("Amal"))).isInstanceOf(Fitted.Unfit.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"date", "datetime", "integer", "bigint", "double", "currency", "percent", "boolean"})
    void aTextIsNoValueOfOtherTypes(String type) {
        assertThat(fit(type, 0, new Value.Text("5"))).isInstanceOf(Fitted.Unfit.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"autonumber", "formula", "rollup_summary", "something_new"})
    void whatCannotBeWrittenIsNotFitted(String type) {
        assertThat(FITS.of(Schema.field("F", type, 0))).isEmpty();
    }

    private static Fitted fit(String type, int length, Value value) {
        FieldMetadata field = new FieldMetadata(
                "F",
                type,
                length,
                -1,
                false,
                false,
                true,
                true,
                null,
                Map.of("Pass", "Pass", "Merit", "Option 3", "Option 3", "Option 3"));
        return FITS.of(field).orElseThrow().fit(value);
    }

    private static String fitted(String type, int length, Value value) {
        return json(fit(type, length, value)).textValue();
    }

    private static JsonNode json(Fitted fitted) {
        return ((Fitted.Fits) fitted).value();
    }

    private static void assertFits(Fitted fitted, String expected) {
        if (expected == null) {
            assertThat(fitted).isInstanceOf(Fitted.Unfit.class);
        } else {
            assertThat(json(fitted)).hasToString(expected);
        }
    }
}
