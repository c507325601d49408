package io.isol8.app;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaPackage;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Where things live and what may know what. Modules that do not exist yet are bound already. */
class ArchitectureTest {

    private static final String FACADE = "io.isol8.docker.DockerIsol8";
    private static final String CLOCK = "io.isol8.ports.SystemClock";

    private static final JavaClasses PROGRAM = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("io.isol8");

    @Test
    void everythingThatIsPublishedIsLookedAt() {
        assertThat(modules()).contains("domain", "ports", "engine", "docker", "app", "testkit");
    }

    @Test
    void everyClassBelongsToAModule() {
        assertThat(modules())
                .isSubsetOf(
                        "domain", "ports", "engine", "wire", "docker", "http", "auth", "client", "app", "testkit",
                        "bench");
    }

    private static Set<String> modules() {
        return PROGRAM.stream().map(ModuleRules::moduleOf).collect(Collectors.toSet());
    }

    @ParameterizedTest
    @CsvSource({
        "domain,  ''",
        "ports,   domain",
        "engine,  domain ports",
        "wire,    domain",
        "docker,  domain ports",
        "http,    domain ports wire",
        "auth,    domain ports",
        "client,  domain ports wire",
        "testkit, domain ports",
        "app,     domain ports engine wire docker http auth client",
    })
    void aModuleKnowsOnlyTheModulesItMay(String module, String others) {
        String[] allowed = Stream.concat(Stream.of(module), Stream.of(others.split(" ")))
                .filter(name -> !name.isEmpty())
                .map(name -> "io.isol8." + name + "..")
                .toArray(String[]::new);

        noClasses()
                .that()
                .resideInAPackage("io.isol8." + module + "..")
                .and(not(ModuleRules.classOrItsNested(FACADE)))
                .should()
                .dependOnClassesThat(resideInAPackage("io.isol8..").and(not(resideInAnyPackage(allowed))))
                .allowEmptyShould(true)
                .check(PROGRAM);
    }

    @Test
    void theFacadeKnowsTheEngineAndNothingElseOfOurs() {
        noClasses()
                .that(ModuleRules.classOrItsNested(FACADE))
                .should()
                .dependOnClassesThat(resideInAPackage("io.isol8..")
                        .and(not(resideInAnyPackage(
                                "io.isol8.domain..", "io.isol8.ports..", "io.isol8.engine..", "io.isol8.docker.."))))
                .check(PROGRAM);
    }

    @Test
    void domainAndPortsNeedTheJdkOnly() {
        classes()
                .that()
                .resideInAnyPackage("io.isol8.domain..", "io.isol8.ports..")
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage("io.isol8.domain..", "io.isol8.ports..", "java..", "org.jspecify.annotations..")
                .check(PROGRAM);
    }

    @ParameterizedTest
    @CsvSource({
        "com.github.dockerjava.., docker",
        "com.fasterxml.jackson.., wire docker.internal",
        "picocli..,               app",
        "ch.qos.logback..,        app",
        "io.micrometer..,         app",
        "org.jdbi..,              auth",
        "com.zaxxer.hikari..,     auth",
        "java.sql..,              auth",
        "com.github.benmanes..,   auth",
        "io.javalin..,            http",
        "org.eclipse.jetty..,     http",
        "okhttp3..,               client docker",
        "io.netty..,              engine",
        "org.junit..,             testkit",
        "org.assertj..,           testkit",
        "org.awaitility..,        testkit",
        "org.openjdk.jmh..,       bench",
    })
    void aVendorsLibraryStaysInOneModule(String library, String users) {
        String[] allowed = Stream.of(users.split(" "))
                .map(name -> "io.isol8." + name + "..")
                .toArray(String[]::new);

        noClasses()
                .that()
                .resideOutsideOfPackages(allowed)
                .should()
                .dependOnClassesThat()
                .resideInAPackage(library)
                .check(PROGRAM);
    }

    @Test
    void internalsAreForTheirOwnModule() {
        classes().should(ModuleRules.notUseInternalsOfOtherModules()).check(PROGRAM);
    }

    @Test
    void portsAreInterfacesRecordsAndEnums() {
        classes()
                .that()
                .resideInAPackage("io.isol8.ports..")
                .should()
                .beInterfaces()
                .orShould()
                .beRecords()
                .orShould()
                .beEnums()
                .check(PROGRAM);
    }

    @Test
    void onlyTheAppAndTheFacadeMakeAdapters() {
        classes()
                .that()
                .resideOutsideOfPackages("io.isol8.app..", "io.isol8.bench..")
                .and(not(ModuleRules.classOrItsNested(FACADE)))
                .should(ModuleRules.notMakeAdaptersOfOtherModules())
                .check(PROGRAM);
    }

    @Test
    void onlyTheClockReadsTheTimeAndNobodySleeps() {
        noClasses()
                .that()
                .doNotHaveFullyQualifiedName(CLOCK)
                .should()
                .accessTargetWhere(readsTheTimeOrSleeps())
                .check(PROGRAM);
    }

    private static DescribedPredicate<JavaAccess<?>> readsTheTimeOrSleeps() {
        Set<String> forbidden = Set.of(
                "java.lang.System.nanoTime",
                "java.lang.System.currentTimeMillis",
                "java.lang.Thread.sleep",
                "java.util.concurrent.TimeUnit.sleep",
                "java.util.Date.<init>");
        return DescribedPredicate.describe("reads the time or sleeps", access -> {
            String owner = access.getTargetOwner().getFullName();
            String name = access.getTarget().getName();
            return forbidden.contains(owner + "." + name)
                    || (owner.startsWith("java.time.") && name.equals("now"))
                    || (owner.equals("java.time.Clock") && name.startsWith("system"));
        });
    }

    @Test
    void aNameSaysMoreThanThatItImplementsSomething() {
        noClasses().should().haveSimpleNameEndingWith("Impl").check(PROGRAM);
    }

    @Test
    void everyPackageIsNullMarked() {
        Set<String> unmarked = PROGRAM.stream()
                .map(JavaClass::getPackage)
                .filter(aPackage -> !aPackage.isAnnotatedWith(NullMarked.class))
                .map(JavaPackage::getName)
                .collect(Collectors.toSet());

        assertThat(unmarked).isEmpty();
    }

    @Test
    void packagesHaveNoCycles() {
        slices().matching("io.isol8.(**)").should().beFreeOfCycles().check(PROGRAM);
    }
}
