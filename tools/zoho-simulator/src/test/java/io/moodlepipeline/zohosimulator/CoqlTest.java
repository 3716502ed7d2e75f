package io.moodlepipeline.zohosimulator;

import static io.moodlepipeline.zohosimulator.Rows.GRADES;
import static io.moodlepipeline.zohosimulator.Rows.STUDENTS;
import static io.moodlepipeline.zohosimulator.Rows.grade;
import static io.moodlepipeline.zohosimulator.Rows.student;
import static org.assertj.core.api.Assertions.assertThat;

import io.moodlepipeline.zohosimulator.Client.Answer;
import io.moodlepipeline.zohosimulator.options.Behaviour;
import io.moodlepipeline.zohosimulator.options.Deviation;
import io.moodlepipeline.zohosimulator.options.SimulatorOptions;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Queries. Students a to e; e has no key, o'neill's key needs an escape. */
final class CoqlTest {
    private static ZohoSimulator simulator;
    private static Client client;
    private static final List<String> IDS = new ArrayList<>();

    @BeforeAll
    static void startWithRecords() {
        simulator = ZohoSimulator.start(SimulatorOptions.defaults());
        client = Client.of(simulator);
        IDS.add(simulator.put(STUDENTS, student("a").put("City", "Leeds").put("Country", "GB")));
        IDS.add(simulator.put(STUDENTS, student("b").put("City", "York").put("Country", "GB")));
        IDS.add(simulator.put(STUDENTS, student("o'neill\\").put("City", "Cork").put("Country", "IE")));
        IDS.add(simulator.put(STUDENTS, Client.object().put("Name", "Nobody").put("City", "Leeds")));
        simulator.put(GRADES, grade("a-1", IDS.get(0)).put("Grade", 9.5));
        simulator.put(GRADES, grade("a-2", IDS.get(0)).put("Grade", 70));
        simulator.put(GRADES, grade("b-1", IDS.get(1)).put("Grade", 40.25));
    }

    @AfterAll
    static void stop() {
        simulator.close();
    }

    private static List<String> found(String module, String column, String rest) {
        Answer answer = client.coql("select id, " + column + " from " + module + " where " + rest);
        assertThat(answer.status()).as(answer.response().body()).isIn(200, 204);
        List<String> found = new ArrayList<>();
        answer.body().path("data").forEach(row -> found.add(row.path(column).asText()));
        return found;
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            quoteCharacter = '`',
            delimiter = '|',
            value = {
                "Student_Moodle_ID = 'a' | a",
                "Student_Moodle_ID = 'A' | a",
                "Student_Moodle_ID = 'x' | ",
                "Student_Moodle_ID != 'a' | b,o'neill\\",
                "Student_Moodle_ID in ('b','a','x') | a,b",
                "Student_Moodle_ID not in ('b') | a,o'neill\\,null",
                "Student_Moodle_ID = 'o\\'neill\\\\' | o'neill\\",
                "Student_Moodle_ID is null | null",
                "Student_Moodle_ID is not null | a,b,o'neill\\",
                "City = 'Leeds' and Country = 'GB' | a",
                "City = 'Leeds' or City = 'Cork' | a,o'neill\\,null",
                "(City = 'Leeds' or City in ('Cork','York')) and Student_Moodle_ID is not null | a,b,o'neill\\",
                "((City = 'Leeds' and Country = 'GB') or City = 'York') | a,b",
                "Student_Moodle_ID is not null and id > '5' order by id asc limit 0, 2 | a,b",
                "Student_Moodle_ID is not null order by id desc limit 2 | o'neill\\,b",
                "Student_Moodle_ID is not null order by Country desc, City | o'neill\\,a,b",
                "Student_Moodle_ID is not null limit 1, 1 | b",
            })
    void conditionsFindStudents(String rest, String keys) {
        assertThat(String.join(",", found(STUDENTS, "Student_Moodle_ID", rest))).isEqualTo(keys == null ? "" : keys);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            quoteCharacter = '`',
            delimiter = '|',
            value = {
                "Grade > 9.5 | a-2,b-1",
                "Grade >= 9.50 | a-1,a-2,b-1",
                "Grade in (9.5, 70) | a-1,a-2",
                "Grade < 10 | a-1",
                "Grade is not null order by Grade desc | a-2,b-1,a-1",
                "Student.Student_Moodle_ID = 'a' | a-1,a-2",
                "Student.City in ('York') | b-1",
            })
    void conditionsFindGrades(String rest, String keys) {
        assertThat(String.join(",", found(GRADES, "Moodle_Grade_Composite_Key", rest)))
                .isEqualTo(keys);
    }

    @Test
    void idsAreComparedAsNumbersAndLookupsById() {
        assertThat(found(STUDENTS, "Student_Moodle_ID", "id > '" + IDS.get(0) + "' order by id asc limit 0, 1"))
                .containsExactly("b");
        assertThat(found(STUDENTS, "Student_Moodle_ID", "id > '90'")).hasSize(4);
        assertThat(found(STUDENTS, "Student_Moodle_ID", "id in ('" + IDS.get(1) + "')"))
                .containsExactly("b");
        assertThat(found(GRADES, "Moodle_Grade_Composite_Key", "Student = '" + IDS.get(1) + "'"))
                .containsExactly("b-1");
    }

    @Test
    void answerHoldsTheSelectedColumnsAndWhetherThereIsMore() {
        Answer answer = client.coql("select Moodle_Grade_Composite_Key, Student from Grades where id > 5 limit 0, 2");

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.row(0).fieldNames()).toIterable().containsExactly("Moodle_Grade_Composite_Key", "Student");
        assertThat(answer.row(0).path("Student").path("id").asText()).isEqualTo(IDS.get(0));
        assertThat(answer.body().path("info").path("count").asInt()).isEqualTo(2);
        assertThat(answer.body().path("info").path("more_records").asBoolean()).isTrue();
        assertThat(client.coql("select id from Grades where id > 5 limit 0, 3")
                        .body()
                        .path("info")
                        .path("more_records")
                        .asBoolean(true))
                .isFalse();
    }

    @Test
    void nothingFoundIs204() {
        Answer answer = client.coql("select id from BTEC_Students where Name = 'x'");

        assertThat(answer.status()).isEqualTo(204);
        assertThat(answer.response().body()).isEmpty();
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource(
            quoteCharacter = '`',
            delimiter = '|',
            value = {
                "SYNTAX_ERROR | select id from BTEC_Students",
                "SYNTAX_ERROR | select id from BTEC_Students limit 0, 5",
                "SYNTAX_ERROR | select from BTEC_Students where id > 5",
                "SYNTAX_ERROR | select * from BTEC_Students where id > 5",
                "SYNTAX_ERROR | select id from BTEC_Students where City = 'Leeds",
                "SYNTAX_ERROR | select id from BTEC_Students where City = 'O'Neill'",
                "SYNTAX_ERROR | select id from BTEC_Students where City = Leeds",
                "SYNTAX_ERROR | select id from BTEC_Students where City = 'a\\n'",
                "SYNTAX_ERROR | select id from BTEC_Students where City in ()",
                "SYNTAX_ERROR | select id from BTEC_Students where City = 'a' and City = 'b' and City = 'c'",
                "SYNTAX_ERROR | select id from BTEC_Students where (City = 'a'",
                "SYNTAX_ERROR | select id from BTEC_Students where City = 'a' limit",
                "SYNTAX_ERROR | select id from BTEC_Students where City = 'a' limit 0, 5 please",
                "INVALID_QUERY | select id, Town from BTEC_Students where City = 'a'",
                "INVALID_QUERY | select id from BTEC_Students where Town = 'a'",
                "INVALID_QUERY | select id from BTEC_Students where City = 'a' order by Town",
                "INVALID_QUERY | select id from BTEC_Students where Student_Moodle_ID in (1, 2)",
                "INVALID_QUERY | select id from BTEC_Students where id = 'a'",
                "INVALID_QUERY | select id from Grades where Grade > 'much'",
                "INVALID_QUERY | select id from Grades where Student.Town = 'a'",
                "INVALID_MODULE | select id from Nothing where City = 'a'",
                "LIMIT_EXCEEDED | select id from BTEC_Students where City = 'a' limit 0, 2001",
            })
    void queryThatDoesNotWorkIsRefused(String code, String query) {
        Answer answer = client.coql(query);

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.code()).isEqualTo(code);
        assertThat(answer.body().path("status").asText()).isEqualTo("error");
    }

    private static String inList(int values) {
        return IntStream.range(0, values).mapToObj(i -> "'" + i + "'").collect(Collectors.joining(",", "(", ")"));
    }

    @Test
    void fiftyValuesAreTheMost() {
        String query = "select id from BTEC_Students where Student_Moodle_ID in ";

        assertThat(client.coql(query + inList(50)).status()).isEqualTo(204);
        assertThat(client.coql(query + inList(51)).code()).isEqualTo("LIMIT_EXCEEDED");
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "{\"select_query\":5}", "no JSON"})
    void bodyWithoutAQueryIsRefused(String body) {
        assertThat(client.call("POST", "/crm/v8/coql", body).code()).isEqualTo("MANDATORY_NOT_FOUND");
    }

    @Test
    void idsAreNotComparedBySizeWhereThatIsChosen() {
        try (ZohoSimulator other = ZohoSimulator.start(SimulatorOptions.defaults()
                .withBehaviour(Behaviour.strict().with(Deviation.NO_COQL_KEYSET).withCoqlInLimit(2)))) {
            Client without = Client.of(other);

            assertThat(without.coql("select id from Grades where id > '5'").code())
                    .isEqualTo("INVALID_QUERY");
            assertThat(without.coql("select id from Grades where id = '5'").status())
                    .isEqualTo(204);
            assertThat(without.coql("select id from Grades where Name in ('a','b','c')")
                            .code())
                    .isEqualTo("LIMIT_EXCEEDED");
        }
    }
}
