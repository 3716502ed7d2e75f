package io.moodlepipeline.ops.connection;

import io.moodlepipeline.ops.OpsException;
import io.moodlepipeline.ops.OpsSettings;
import io.moodlepipeline.runtime.settings.Settings;
import io.moodlepipeline.zoho.tenant.TenantsSetting;
import io.moodlepipeline.zoho.tenant.ZohoTenant;
import io.moodlepipeline.zoho.tenant.ZohoTenantsFile;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import picocli.CommandLine.Option;

/** The option of the verbs that need to know which schools have a Zoho. */
public final class ZohoOptions {
    private final Supplier<Map<String, String>> environment;

    @Option(
            names = "--zoho-tenants",
            paramLabel = "FILE",
            description = "The zoho-sink's tenants file (default: ZOHO_SINK_TENANTS_FILE).")
    private String file;

    public ZohoOptions(Supplier<Map<String, String>> environment) {
        this.environment = environment;
    }

    /** Whether somebody said which file: a verb that can do without one asks this first. */
    public boolean isGiven() {
        return file().isPresent();
    }

    /** The file that was said; empty as where no school has a Zoho. */
    public Optional<Path> file() {
        return Optional.ofNullable(variables().get(TenantsSetting.FILE.name()))
                .filter(text -> !text.isBlank())
                .map(Path::of);
    }

    /**
     * The schools of the file.
     *
     * @throws OpsException when no file was said
     */
    public List<ZohoTenant> tenants() {
        String setting = TenantsSetting.FILE.name();
        if (!isGiven()) {
            throw new OpsException("Which schools have a Zoho is not known: say --zoho-tenants FILE, or set " + setting
                    + " as for the zoho-sink");
        }
        Settings settings = new Settings(variables());
        List<ZohoTenant> tenants = settings.optionalFile(TenantsSetting.FILE)
                .map(path -> ZohoTenantsFile.read(path, problem -> settings.problem(setting, problem)))
                .orElse(List.of());
        settings.finish(OpsSettings.PREFIX, OpsSettings.ALL);
        return tenants;
    }

    private Map<String, String> variables() {
        Map<String, String> variables = new HashMap<>(environment.get());
        if (file != null) {
            variables.put(TenantsSetting.FILE.name(), file);
        }
        return variables;
    }
}
