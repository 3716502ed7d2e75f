package io.moodlepipeline.localstack.data;

import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.moodlepipeline.localstack.PipelineException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class DataLockTest {
    @Test
    void secondStackIsToldWhoHoldsTheFolder(@TempDir Path directory) {
        DataDirectory data = DataDirectory.create(directory);
        DataLock held = DataLock.acquire(data);

        assertThatExceptionOfType(PipelineException.class)
                .isThrownBy(() -> DataLock.acquire(data))
                .withMessageContaining("process " + ProcessHandle.current().pid());

        held.close();
        DataLock.acquire(data).close();
    }
}
