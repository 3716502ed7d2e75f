package io.moodlepipeline.processor.settings;

import io.moodlepipeline.event.EventMetadata;
import io.moodlepipeline.processor.banding.BandingPolicy;
import io.moodlepipeline.processor.banding.BandingRules;
import io.moodlepipeline.runtime.settings.YamlSection;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Reads the file of banding rules: {@code default} for everyone, and under {@code tenants} those that differ. Each set of rules is
 * written out whole. If a tenant inherited a threshold, a change of the default would change its rules under an unchanged version.
 */
final class BandingFile {
    private static final String DEFAULT = "default";
    private static final String TENANTS = "tenants";

    private BandingFile() {}

    /** Tells every problem of the file at once; the policy means nothing then. */
    static BandingPolicy read(Path file, Consumer<String> problems) {
        return YamlSection.read(file, List.of(DEFAULT, TENANTS), problems)
                .map(BandingFile::policy)
                .orElse(BandingPolicy.BUILT_IN);
    }

    private static BandingPolicy policy(YamlSection file) {
        BandingRules defaults = file.section(DEFAULT, RulesSection.KEYS)
                .map(section -> new RulesSection(section).read())
                .orElse(BandingRules.BUILT_IN);
        return new BandingPolicy(defaults, tenants(file));
    }

    private static Map<String, BandingRules> tenants(YamlSection file) {
        Map<String, BandingRules> tenants = new HashMap<>();
        file.sections(TENANTS, RulesSection.KEYS).forEach((name, section) -> {
            if (!EventMetadata.TENANT_NAME.matcher(name).matches()) {
                section.problem("is not the name of a tenant: " + EventMetadata.TENANT_NAME);
            }
            tenants.put(name, new RulesSection(section).read());
        });
        return tenants;
    }
}
