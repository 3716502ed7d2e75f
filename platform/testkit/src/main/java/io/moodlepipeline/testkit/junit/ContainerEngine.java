package io.moodlepipeline.testkit.junit;

import com.github.dockerjava.api.exception.NotFoundException;
import java.util.Optional;
import java.util.stream.Stream;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.utility.DockerImageName;

/** Whether this machine can run the servers in containers without fetching anything. */
final class ContainerEngine {
    private static final Optional<String> OBSTACLE = findObstacle();

    private ContainerEngine() {}

    static Optional<String> obstacle() {
        return OBSTACLE;
    }

    private static Optional<String> findObstacle() {
        if (!DockerClientFactory.instance().isDockerAvailable()) {
            return Optional.of("no Docker engine answers");
        }
        return Stream.of(ContainerKafka.IMAGE, ContainerPostgreSql.IMAGE)
                .filter(image -> !isPresent(image))
                .findFirst()
                .map(image -> "image " + image + " is not on this machine, and tests fetch none");
    }

    private static boolean isPresent(DockerImageName image) {
        try {
            DockerClientFactory.instance()
                    .client()
                    .inspectImageCmd(image.asCanonicalNameString())
                    .exec();
            return true;
        } catch (NotFoundException e) {
            return false;
        }
    }
}
