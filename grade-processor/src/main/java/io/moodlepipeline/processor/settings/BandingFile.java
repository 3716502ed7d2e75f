package io.moodlepipeline.processor.settings;

import com.fasterxml.jackson.databind.JsonNode;
import io.moodlepipeline.event.EventMetadata;
import io.moodlepipeline.processor.banding.BandingPolicy;
import io.moodlepipeline.processor.banding.BandingRules;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Reads the file of banding rules: {@code default} for everyone, and under {@code tenants} those that differ. Each set of rules is
 * written out whole. If a tenant inherited a threshold, a change of the default would change its rules under an unchanged version.
 */
final class BandingFile {
    private static final String DEFAULT = "default";
    private static final String TENANTS = "tenants";

    private final Consumer<String> problems;

    private BandingFile(Consumer<String> problems) {
        this.problems = problems;
    }

    /** Tells every problem of the file at once; the policy means nothing then. */
    static BandingPolicy read(Path file, Consumer<String> problems) {
        JsonNode tree = StrictYaml.read(file, problems);
        return tree.isMissingNode() ? BandingPolicy.BUILT_IN : new BandingFile(problems).policy(tree);
    }

    private BandingPolicy policy(JsonNode tree) {
        if (!tree.isObject()) {
            problems.accept("must hold the keys " + DEFAULT + " and " + TENANTS + ", or one of them");
            return BandingPolicy.BUILT_IN;
        }
        tree.fieldNames().forEachRemaining(name -> {
            if (!name.equals(DEFAULT) && !name.equals(TENANTS)) {
                problems.accept("has the unknown key " + name + ": known are " + DEFAULT + " and " + TENANTS);
            }
        });
        BandingRules defaults = tree.has(DEFAULT)
                ? new RulesSection(DEFAULT, tree.get(DEFAULT), problems).read()
                : BandingRules.BUILT_IN;
        return new BandingPolicy(defaults, tree.has(TENANTS) ? tenants(tree.get(TENANTS)) : Map.of());
    }

    private Map<String, BandingRules> tenants(JsonNode section) {
        Map<String, BandingRules> tenants = new HashMap<>();
        if (!section.isObject()) {
            problems.accept(TENANTS + " must hold a section per tenant");
        }
        section.properties().forEach(tenant -> {
            String name = TENANTS + "." + tenant.getKey();
            if (!EventMetadata.TENANT_NAME.matcher(tenant.getKey()).matches()) {
                problems.accept(name + " is not the name of a tenant: " + EventMetadata.TENANT_NAME);
            }
            tenants.put(tenant.getKey(), new RulesSection(name, tenant.getValue(), problems).read());
        });
        return tenants;
    }
}
