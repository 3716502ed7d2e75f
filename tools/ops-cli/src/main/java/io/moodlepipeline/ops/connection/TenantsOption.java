package io.moodlepipeline.ops.connection;

import io.moodlepipeline.zoho.tenant.TenantsSetting;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import picocli.CommandLine.Option;

/** The option of the verbs that look into Zoho. What it does not say is taken from the zoho-sink's variable. */
public final class TenantsOption {
    private final Supplier<Map<String, String>> environment;

    @Option(
            names = "--tenants-file",
            paramLabel = "FILE",
            description = "The zoho-sink's tenants file (default: ZOHO_SINK_TENANTS_FILE).")
    private Path file;

    public TenantsOption(Supplier<Map<String, String>> environment) {
        this.environment = environment;
    }

    /** Empty when nobody said which, as where no school has a Zoho. */
    public Optional<Path> file() {
        return Optional.ofNullable(file)
                .or(() -> Optional.ofNullable(environment.get().get(TenantsSetting.FILE.name()))
                        .filter(text -> !text.isBlank())
                        .map(Path::of));
    }
}
