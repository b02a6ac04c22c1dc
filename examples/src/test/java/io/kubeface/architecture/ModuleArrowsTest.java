package io.kubeface.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.library.dependencies.SliceAssignment;
import com.tngtech.archunit.library.dependencies.SliceIdentifier;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Which module and which package may use which. The test lives with the examples because only their test class path
 * holds every module without an arrow that the product would not otherwise have.
 */
class ModuleArrowsTest {
    private static final JavaClasses KUBEFACE = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("io.kubeface");

    @ParameterizedTest
    @ValueSource(
            strings = {
                "core",
                "worker",
                "reactor",
                "bootstrap",
                "gcs",
                "pubsub",
                "micrometer",
                "status",
                "kubernetes",
                "testkit",
                "cli",
                "examples"
            })
    void everyModuleIsLookedAt(String module) {
        assertThat(KUBEFACE.that(resideInAPackage("io.kubeface." + module + "..")))
                .isNotEmpty();
    }

    @Test
    void coreUsesNothingButTheJdkAndProtobuf() {
        mayUse("core", "com.google.protobuf..");
    }

    @Test
    void workerUsesCoreOnly() {
        mayUse("worker", "io.kubeface.core..");
    }

    @Test
    void reactorUsesCoreAndReactorAndNoWorkerClass() {
        mayUse(
                "reactor",
                "io.kubeface.core..",
                "reactor..",
                "org.reactivestreams..",
                "org.slf4j..",
                "org.HdrHistogram..");
    }

    @Test
    void bootstrapUsesNothingButTheJdk() {
        mayUse("bootstrap");
    }

    @Test
    void gcsUsesCoreAndTheStorageClient() {
        mayUse("gcs", "io.kubeface.core..", "com.google..", "org.slf4j..");
        noClasses()
                .that()
                .resideInAPackage("io.kubeface.gcs..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("com.google.cloud.pubsub..", "com.google.pubsub..")
                .check(KUBEFACE);
    }

    @Test
    void pubsubUsesReactorAndGcsAndTheClients() {
        mayUse(
                "pubsub",
                "io.kubeface.core..",
                "io.kubeface.reactor..",
                "io.kubeface.gcs..",
                "com.google..",
                "io.grpc..",
                "reactor..",
                "org.reactivestreams..",
                "org.slf4j..");
    }

    @Test
    void micrometerUsesReactorAndMicrometer() {
        mayUse("micrometer", "io.kubeface.core..", "io.kubeface.reactor..", "io.micrometer..", "reactor..");
    }

    @Test
    void statusUsesReactorAndTheTemplatesAndJackson() {
        mayUse(
                "status",
                "io.kubeface.core..",
                "io.kubeface.reactor..",
                "freemarker..",
                "tools.jackson..",
                "reactor..",
                "org.HdrHistogram..",
                "org.slf4j..");
    }

    @Test
    void kubernetesUsesReactorAndFabric8() {
        mayUse(
                "kubernetes",
                "io.kubeface.core..",
                "io.kubeface.reactor..",
                "io.fabric8..",
                "reactor..",
                "org.reactivestreams..",
                "org.slf4j..");
    }

    @Test
    void testkitUsesCoreAndReactor() {
        mayUse(
                "testkit",
                "io.kubeface.core..",
                "io.kubeface.reactor..",
                "reactor..",
                "org.reactivestreams..",
                "org.junit.jupiter..",
                "org.assertj..");
    }

    @Test
    void nothingUsesTheCommandOrTheExamples() {
        noClasses()
                .that()
                .resideOutsideOfPackages("io.kubeface.cli..", "io.kubeface.examples..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("io.kubeface.cli..", "io.kubeface.examples..")
                .check(KUBEFACE);
    }

    /** The messages of Pub/Sub are protobuf's too. */
    @Test
    void protobufStaysInTheEnvelopeAndItsCodec() {
        noClasses()
                .that()
                .resideOutsideOfPackages(
                        "io.kubeface.core.wire..",
                        "io.kubeface.core.envelope..",
                        "io.kubeface.core.codec.protobuf..",
                        "io.kubeface.pubsub..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("com.google.protobuf..")
                .check(KUBEFACE);
    }

    @Test
    void onlyTheEnvelopeKnowsTheWireFormat() {
        noClasses()
                .that()
                .resideOutsideOfPackages("io.kubeface.core.wire..", "io.kubeface.core.envelope..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("io.kubeface.core.wire..")
                .check(KUBEFACE);
    }

    @Test
    void whatFunctionsSeeOfCoreNeedsNothingElseOfIt() {
        noClasses()
                .that()
                .resideInAPackage("io.kubeface.core")
                .should()
                .dependOnClassesThat(resideInAPackage("io.kubeface..").and(not(resideInAPackage("io.kubeface.core"))))
                .check(KUBEFACE);
    }

    @Test
    void backendsAndEventSourcesKnowNeitherTheEngineNorEachOther() {
        noClasses()
                .that()
                .resideInAPackage("io.kubeface.reactor.backend..")
                .should()
                .dependOnClassesThat(resideInAnyPackage(
                        "io.kubeface.reactor", "io.kubeface.reactor.engine..", "io.kubeface.reactor.events.."))
                .check(KUBEFACE);
        noClasses()
                .that()
                .resideInAPackage("io.kubeface.reactor.events..")
                .should()
                .dependOnClassesThat(resideInAnyPackage(
                        "io.kubeface.reactor", "io.kubeface.reactor.engine..", "io.kubeface.reactor.backend.."))
                .check(KUBEFACE);
    }

    @Test
    void theEngineStaysBehindTheApi() {
        noClasses()
                .that()
                .resideOutsideOfPackages("io.kubeface.reactor", "io.kubeface.reactor.engine..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("io.kubeface.reactor.engine..")
                .check(KUBEFACE);
    }

    @Test
    void noPackagesFormACycle() {
        slices().assignedFrom(new Packages()).should().beFreeOfCycles().check(KUBEFACE);
    }

    private static void mayUse(String module, String... packages) {
        String own = "io.kubeface." + module + "..";
        classes()
                .that()
                .resideInAPackage(own)
                .should()
                .onlyDependOnClassesThat(resideInAnyPackage(packages)
                        .or(resideInAnyPackage(own, "java..", "org.jspecify.annotations..")))
                .check(KUBEFACE);
    }

    /**
     * A slice a package, but two slices of two. The client that users build makes the engine, and the engine makes the
     * results that users read; the envelope writes what is told of a task, and a task's objects are read through it.
     */
    private static final class Packages implements SliceAssignment {
        private static final Map<String, String> PART_OF = Map.of(
                "io.kubeface.reactor.engine", "io.kubeface.reactor",
                "io.kubeface.core.envelope", "io.kubeface.core.task");

        @Override
        public SliceIdentifier getIdentifierOf(JavaClass type) {
            return SliceIdentifier.of(PART_OF.getOrDefault(type.getPackageName(), type.getPackageName()));
        }

        @Override
        public String getDescription() {
            return "packages, " + PART_OF + " being taken together";
        }
    }
}
