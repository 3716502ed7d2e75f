package io.moodlepipeline.ops.doctor;

import io.moodlepipeline.zoho.api.ModuleMetadata;
import io.moodlepipeline.zoho.mapping.Mapping;
import io.moodlepipeline.zoho.mapping.ModuleMapping;
import io.moodlepipeline.zoho.mapping.Role;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** Whether the mapped modules are there, and such that records can be written. */
final class ModuleChecks {
    private static final List<Requirement> REQUIREMENTS = List.of(
            new Requirement(
                    module -> module.generatedType().equals("custom"),
                    "is no custom module, and Zoho matches records of others by fields of its own choice",
                    "make a module of your own for it, and name that in the mapping file"),
            new Requirement(
                    ModuleMetadata::apiSupported,
                    "cannot be used through the API",
                    "name a module in the mapping file that can"),
            new Requirement(ModuleMetadata::visible, "is hidden", "show it in Zoho, under Modules and Fields"),
            new Requirement(
                    ModuleMetadata::creatable,
                    "takes no new records from this user",
                    "give the profile of the token's user the right to create them"),
            new Requirement(
                    ModuleMetadata::editable,
                    "does not let this user change records",
                    "give the profile of the token's user the right to edit them"));

    private record Requirement(Predicate<ModuleMetadata> test, String problem, String remedy) {}

    private final String area;
    private final List<ModuleMetadata> modules;

    ModuleChecks(String area, List<ModuleMetadata> modules) {
        this.area = area;
        this.modules = modules;
    }

    List<Check> of(Mapping mapping) {
        return Stream.of(Role.values())
                .map(mapping::of)
                .flatMap(module -> check(module).stream())
                .toList();
    }

    boolean has(ModuleMapping module) {
        return find(module).isPresent();
    }

    private Optional<ModuleMetadata> find(ModuleMapping mapping) {
        return modules.stream()
                .filter(module -> module.apiName().equals(mapping.module()))
                .findFirst();
    }

    private List<Check> check(ModuleMapping mapping) {
        Optional<ModuleMetadata> found = find(mapping);
        if (found.isEmpty()) {
            return List.of(
                    Check.fail(
                            area,
                            mapping.module(),
                            "there is no such module, or the token's user does not see it" + nearly(mapping.module()),
                            "make it in Zoho, give the user's profile the module, or correct its API name in the mapping file"));
        }
        List<Check> problems = REQUIREMENTS.stream()
                .filter(requirement -> !requirement.test().test(found.get()))
                .map(requirement -> Check.fail(area, mapping.module(), requirement.problem(), requirement.remedy()))
                .toList();
        return problems.isEmpty()
                ? List.of(Check.ok(area, mapping.module(), "is there, custom, and open for writing"))
                : problems;
    }

    /** API names are case-sensitive. */
    private String nearly(String name) {
        return modules.stream()
                .map(ModuleMetadata::apiName)
                .filter(name::equalsIgnoreCase)
                .findFirst()
                .map(other -> "; there is " + other + ", in other letters")
                .orElse("");
    }
}
