package io.moodlepipeline.ops.zoho;

import io.moodlepipeline.ops.running.OnRunningServices;
import io.moodlepipeline.ops.running.RunningZoho;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** For tests of a verb about Zoho: each test's school has one of its own. */
abstract class OnRunningZoho extends OnRunningServices {
    protected RunningZoho zoho;

    @BeforeEach
    void startZoho(@TempDir Path tenantFolder) throws IOException {
        zoho = services.startZoho(tenantFolder, school.tenant());
    }

    @AfterEach
    void stopZoho() {
        zoho.close();
    }

    /** A student with an enrolment and a grade, all of it in Zoho. */
    void syncOneStudent(long userId) {
        school.userCreated(userId, user -> {});
        school.userEnrolled(userId, userId);
        school.gradeUpdated(userId, 1, grade -> {});
        services.awaitDrained();
        zoho.awaitDrained();
    }
}
