package io.moodlepipeline.zohosimulator.command;

import io.moodlepipeline.zohosimulator.options.Credentials;
import io.moodlepipeline.zohosimulator.options.Edition;
import io.moodlepipeline.zohosimulator.options.OrgOptions;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import picocli.CommandLine.Option;

/** Options about the organisations: a file with several, or else one by options alone. */
final class OrgFlags {
    private static final OrgOptions USUAL = OrgOptions.defaults();

    @Option(
            names = "--orgs",
            paramLabel = "FILE",
            description =
                    "Several organisations, as YAML; the README shows how. Then the options about one are not used.")
    private Path file;

    @Option(names = "--org-id", paramLabel = "ID", description = "The organisation's id (default: 700000001).")
    private String id = USUAL.id();

    @Option(names = "--client-id", paramLabel = "TEXT", description = "Default: simulator-client.")
    private String clientId = USUAL.credentials().clientId();

    @Option(names = "--client-secret", paramLabel = "TEXT", description = "Default: simulator-secret.")
    private String clientSecret = USUAL.credentials().clientSecret();

    @Option(names = "--refresh-token", paramLabel = "TEXT", description = "Default: simulator-refresh-token.")
    private String refreshToken = USUAL.credentials().refreshToken();

    @Option(
            names = "--scope",
            paramLabel = "SCOPE",
            split = ",",
            description =
                    "What the refresh token was granted; repeatable (default: all that the sink and doctor need).")
    private final Set<String> scopes = new LinkedHashSet<>();

    @Option(
            names = "--edition",
            paramLabel = "EDITION",
            description = "free, standard, professional, enterprise or ultimate (default: enterprise).")
    private Edition edition = USUAL.edition();

    @Option(names = "--users", paramLabel = "N", description = "Licences bought (default: 10).")
    private int users = USUAL.users();

    @Option(
            names = "--credits",
            paramLabel = "N",
            description = "Credits for a rolling day (default: by edition and users).")
    private Long credits;

    @Option(names = "--time-zone", paramLabel = "ZONE", description = "Default: Europe/London.")
    private ZoneId timeZone = USUAL.timeZone();

    List<OrgOptions> orgs() {
        if (file != null) {
            return OrgsFile.read(file);
        }
        return List.of(new OrgOptions(
                id,
                new Credentials(clientId, clientSecret, refreshToken),
                scopes.isEmpty() ? OrgOptions.ALL_SCOPES : scopes,
                edition,
                users,
                credits == null ? OptionalLong.empty() : OptionalLong.of(credits),
                timeZone));
    }
}
