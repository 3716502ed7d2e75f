package io.moodlepipeline.localstack;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The folders are the architecture: who may know whom. This module's class path holds every service. */
final class ArchitectureTest {
    private static final String BASE = "io.moodlepipeline";
    private static final String[] SERVICES = {
        BASE + ".gateway..", BASE + ".processor..", BASE + ".writer..", BASE + ".zoho.."
    };
    private static final String[] OUTSIDE_WORLD = {"org.apache.kafka..", "io.javalin..", "java.sql..", "java.net.http.."
    };

    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages(BASE);

    @Test
    void servicesMeetOnlyInTopicsAndInTheEventModel() {
        slices().matching(BASE + ".(gateway|processor|writer|zoho)..")
                .should()
                .notDependOnEachOther()
                .check(CLASSES);
    }

    @Test
    void platformKnowsNoService() {
        noClasses()
                .that()
                .resideInAnyPackage(BASE + ".event..", BASE + ".runtime..", BASE + ".postgresql..", BASE + ".testkit..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(SERVICES)
                .check(CLASSES);
    }

    @Test
    void servicesAndWhatTheyShareDoNotKnowTheTestkit() {
        noClasses()
                .that()
                .resideInAnyPackage(Stream.concat(
                                Stream.of(SERVICES),
                                Stream.of(BASE + ".event..", BASE + ".runtime..", BASE + ".postgresql.."))
                        .toArray(String[]::new))
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(BASE + ".testkit..", BASE + ".localstack..")
                .check(CLASSES);
    }

    @Test
    void theSimulatorOfZohoIsMadeFromZohosDocumentsAndNotFromOurSink() {
        noClasses()
                .that()
                .resideInAPackage(BASE + ".zohosimulator..")
                .should()
                .dependOnClassesThat(resideInAPackage(BASE + "..")
                        .and(not(resideInAPackage(BASE + ".zohosimulator..")))
                        .as("are ours"))
                .check(CLASSES);
    }

    @Test
    void nobodyButTheLocalStackRunsTheSimulatorOfZoho() {
        noClasses()
                .that()
                .resideOutsideOfPackages(BASE + ".zohosimulator..", BASE + ".localstack..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage(BASE + ".zohosimulator..")
                .check(CLASSES);
    }

    @Test
    void nobodyButTheLocalStackKnowsTheOperatorsVerbs() {
        noClasses()
                .that()
                .resideOutsideOfPackages(BASE + ".ops..", BASE + ".localstack..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage(BASE + ".ops..")
                .check(CLASSES);
    }

    @Test
    void operatorsVerbsKnowOfTheServicesOnlyWhereTheyWriteTo() {
        DescribedPredicate<JavaClass> services = resideInAnyPackage(SERVICES);
        DescribedPredicate<JavaClass> targets = resideInAnyPackage(
                BASE + ".writer.tables..",
                BASE + ".zoho.api..",
                BASE + ".zoho.credit..",
                BASE + ".zoho.http..",
                BASE + ".zoho.ledger..",
                BASE + ".zoho.mapping..",
                BASE + ".zoho.oauth..",
                BASE + ".zoho.row..",
                BASE + ".zoho.tenant..");
        noClasses()
                .that()
                .resideInAPackage(BASE + ".ops..")
                .should()
                .dependOnClassesThat(services.and(not(targets))
                        .as("are a service's, but not what it writes to, or how that is reached"))
                .check(CLASSES);
    }

    @Test
    void eventModelAndBandingArePlain() {
        noClasses()
                .that()
                .resideInAnyPackage(BASE + ".event..", BASE + "..banding..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(OUTSIDE_WORLD)
                .check(CLASSES);
    }

    @Test
    void onlyEntryPointsTouchTheEnvironmentAndEndTheProcess() {
        noClasses()
                .that(new DescribedPredicate<JavaClass>("are no entry points") {
                    @Override
                    public boolean test(JavaClass type) {
                        String name = type.getSimpleName();
                        return !name.endsWith("Application") && !name.equals("PipelineCommand");
                    }
                })
                .should()
                .accessTargetWhere(new DescribedPredicate<JavaAccess<?>>("System.getenv or System.exit") {
                    @Override
                    public boolean test(JavaAccess<?> access) {
                        return access.getTargetOwner().isEquivalentTo(System.class)
                                && (access.getName().equals("getenv")
                                        || access.getName().equals("exit"));
                    }
                })
                .check(CLASSES);
    }
}
