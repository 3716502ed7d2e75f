package io.moodlepipeline.localstack.data;

import io.moodlepipeline.localstack.PipelineException;
import io.moodlepipeline.testkit.LocalPort;
import io.moodlepipeline.testkit.OwnerOnly;
import io.moodlepipeline.testkit.RandomPassword;
import java.io.IOException;
import java.nio.file.Files;

/** The password of the user whom the services are in the database: random, and the same at each start. */
public final class DatabasePassword {
    private DatabasePassword() {}

    public static String keep(DataDirectory data) {
        try {
            String password = Files.exists(data.databasePassword()) ? kept(data) : RandomPassword.next();
            OwnerOnly.write(data.databasePassword(), password + "\n");
            OwnerOnly.write(
                    data.pgpass(), LocalPort.HOST + ":*:*:" + RunningStack.DATABASE_USER + ":" + password + "\n");
            return password;
        } catch (IOException e) {
            throw new PipelineException(
                    "Cannot keep the database's password in " + data.root() + ": " + e.getMessage(), e);
        }
    }

    /** That of a stack that was started. */
    public static String kept(DataDirectory data) {
        try {
            return Files.readString(data.databasePassword()).strip();
        } catch (IOException e) {
            throw new PipelineException("Cannot read " + data.databasePassword() + ": " + e.getMessage(), e);
        }
    }
}
