package io.moodlepipeline.localstack.data;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class DatabasePasswordTest {
    @TempDir
    private Path directory;

    @Test
    void isRandomAndStaysAndOnlyTheOwnerReadsIt() throws IOException {
        DataDirectory data = DataDirectory.create(directory);

        String password = DatabasePassword.keep(data);

        assertThat(password).matches("[A-Za-z0-9_-]{43}");
        assertThat(DatabasePassword.keep(data)).isEqualTo(password);
        assertThat(DatabasePassword.kept(data)).isEqualTo(password);
        assertThat(directory.resolve("pgpass")).hasContent("127.0.0.1:*:*:pipeline:" + password + "\n");
        for (String file : new String[] {"database-password", "pgpass"}) {
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(directory.resolve(file))))
                    .isEqualTo("rw-------");
        }
    }
}
