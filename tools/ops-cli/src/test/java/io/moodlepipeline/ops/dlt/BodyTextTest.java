package io.moodlepipeline.ops.dlt;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.moodlepipeline.testkit.RecordedRequest;
import io.moodlepipeline.testkit.RecordedRequests;
import io.moodlepipeline.testkit.SampleEvents;
import org.junit.jupiter.api.Test;

class BodyTextTest {
    @Test
    void whatIsPersonalIsToldByItsKindAlone() {
        String shown = BodyText.masked(SampleEvents.userCreated(user -> {
            user.put("phone1", 962790000000L);
            user.put("userid", "amal.haddad");
            user.putObject("profile").put("nickname", "Amal").putArray("phones").add(962790000001L);
        }));

        assertThat(shown)
                .contains("\"timemodified\" : 1756713600", "user_created", "(number)", "(text, 11 characters)")
                .doesNotContain("Amal", "Haddad", "example.edu", "STU-1001", "Amman", "JO", "96279000000");
    }

    @Test
    void ofAGradeTheIdsAndTheRangeAreShown() {
        String shown = BodyText.masked(SampleEvents.gradeUpdated(
                grade -> grade.put("finalgrade", 65.5).put("grademin", 0).put("grademax", 120)));

        assertThat(shown)
                .contains("\"gradeid\" : 4001", "\"grademax\" : 120")
                .doesNotContain("65.5", "Well done", "Assignment");
    }

    @Test
    void namesOfFieldsThatAreNotOursAreToldByTheirLengthAlone() {
        String shown = BodyText.masked(SampleEvents.userCreated(user -> {
            user.put("amal@example.edu", 1);
            user.put("basil@example.ed", 2);
            user.putObject("email")
                    .put("Amal Haddad", true)
                    .putArray("userid")
                    .addObject()
                    .put("Clara Weiss", 3);
        }));

        assertThat(shown)
                .contains("\"email\" : {", ", 16 characters)\"", "(field 1, 11 characters)\"")
                .containsPattern("\"\\(field 1, 11 characters\\)\" : \"\\(number\\)\"")
                .doesNotContain("example.ed", "Amal", "Haddad", "Clara", "Weiss");
        assertThat(shown.split(", 16 characters\\)\"", -1)).hasSize(3);
    }

    @Test
    void namesOfAllFieldsThatMoodleSendsAreShown() {
        for (RecordedRequest request : RecordedRequests.all()) {
            assertThat(BodyText.masked(request.body().getBytes(UTF_8))).doesNotContain("(field");
        }
        assertThat(BodyText.revealed("{\"Amal\":1}".getBytes(UTF_8))).contains("\"Amal\" : 1");
    }

    @Test
    void aBodyThatIsNoJsonIsToldByItsSize() {
        assertThat(BodyText.masked("Amal Haddad".getBytes(UTF_8)))
                .contains("11 bytes")
                .doesNotContain("Amal");
    }

    @Test
    void revealedItStillCannotTurnATerminalAround() {
        assertThat(BodyText.revealed(SampleEvents.userCreated(user -> user.put("lastname", "\u202Eab"))))
                .contains("amal.haddad@example.edu", "\\u202eab");
        assertThat(BodyText.revealed("\u001b[2J\nsecond".getBytes(UTF_8))).isEqualTo("\\u001b[2J\nsecond");
    }
}
