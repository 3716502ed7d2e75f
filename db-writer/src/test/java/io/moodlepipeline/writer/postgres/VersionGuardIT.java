package io.moodlepipeline.writer.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import io.moodlepipeline.event.Version;
import io.moodlepipeline.testkit.PostgresBackend;
import io.moodlepipeline.testkit.junit.OnBackends;
import io.moodlepipeline.writer.tables.Tables;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Java and SQL must agree on which of two versions is newer, or a replay would undo what a batch decided. */
@OnBackends
class VersionGuardIT {
    private static final int PAIRS = 3000;
    private static final long SEED = 20261122;

    private final Random random = new Random(SEED);

    @Test
    void javaAndSqlAgreeOnRandomVersionsOfGrades(PostgresBackend postgres) throws SQLException {
        assertAgreement(postgres, Tables.GRADES.versionColumns(), true);
    }

    @Test
    void javaAndSqlAgreeOnRandomVersionsOfStudentsAndEnrolments(PostgresBackend postgres) throws SQLException {
        assertThat(Tables.STUDENTS.versionColumns()).isEqualTo(Tables.ENROLLMENTS.versionColumns());
        assertAgreement(postgres, Tables.STUDENTS.versionColumns(), false);
    }

    private void assertAgreement(PostgresBackend postgres, List<String> columns, boolean grades) throws SQLException {
        String row = "(SELECT ?::integer AS version_epoch, ?::boolean AS version_timed, ?::bigint AS moodle_grade_id,"
                + " ?::timestamptz AS version_time, ?::uuid AS version_sequence, ?::integer AS band_rules)";
        String sql = "SELECT " + VersionGuard.notOlder("a", "b", columns) + " FROM " + row + " AS a, " + row + " AS b";
        try (Connection connection = postgres.database().connect();
                PreparedStatement statement = connection.prepareStatement(sql)) {
            for (int i = 0; i < PAIRS; i++) {
                Version first = version(grades);
                Version second = random.nextInt(10) == 0 ? first : version(grades);
                bind(statement, 1, first);
                bind(statement, 7, second);
                try (ResultSet result = statement.executeQuery()) {
                    result.next();
                    assertThat(result.getBoolean(1))
                            .as("%s not older than %s (seed %d)", first, second, SEED)
                            .isEqualTo(first.compareTo(second) >= 0);
                }
            }
        }
    }

    /** From few values each, so that ties are common and every component gets to decide. */
    private Version version(boolean grades) {
        long[] bits = {0, 1, Long.MAX_VALUE, Long.MIN_VALUE, -1};
        boolean timed = grades && random.nextBoolean();
        return new Version(
                random.nextInt(2) * Integer.MAX_VALUE,
                timed,
                grades && !timed ? 1 + random.nextInt(2) : 0,
                Instant.ofEpochMilli(1_700_000_000_000L + random.nextInt(2)),
                new UUID(bits[random.nextInt(bits.length)], bits[random.nextInt(bits.length)]),
                grades ? 1 + random.nextInt(2) : 0);
    }

    private void bind(PreparedStatement statement, int from, Version version) throws SQLException {
        statement.setInt(from, version.epoch());
        statement.setBoolean(from + 1, version.timed());
        // What a timed grade's id is does not matter.
        statement.setLong(from + 2, version.timed() ? 1 + random.nextInt(5) : version.generation());
        statement.setObject(from + 3, version.time().atOffset(ZoneOffset.UTC));
        statement.setObject(from + 4, version.sequence());
        statement.setInt(from + 5, version.rules());
    }
}
