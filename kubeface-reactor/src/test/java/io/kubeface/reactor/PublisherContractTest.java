package io.kubeface.reactor;

import io.kubeface.reactor.backend.InProcessBackend;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.reactivestreams.Publisher;
import org.reactivestreams.tck.PublisherVerification;
import org.reactivestreams.tck.TestEnvironment;
import org.testng.SkipException;
import reactor.core.publisher.Flux;

/** The Reactive Streams technology compatibility kit, on ordered and unordered jobs. */
class PublisherContractTest {
    private static final long SIGNAL_MILLIS = 3_000;
    private static final long SILENCE_MILLIS = 100;
    private static final Kubeface KUBEFACE = Kubeface.builder()
            .storage("memory:publisher-contract")
            .backend(InProcessBackend.builder())
            .maxSimultaneousTasks(4)
            .build();

    @AfterAll
    static void close() {
        KUBEFACE.close();
    }

    /** Jobs as the kit's publishers. */
    public static final class Verification extends PublisherVerification<Result<Long>> {
        private final boolean ordered;

        Verification(boolean ordered) {
            super(new TestEnvironment(SIGNAL_MILLIS, SILENCE_MILLIS, false));
            this.ordered = ordered;
        }

        @Override
        public Publisher<Result<Long>> createPublisher(long elements) {
            Flux<Long> inputs = Flux.<Long, Long>generate(() -> 0L, (next, sink) -> {
                sink.next(next);
                return next + 1;
            });
            Flux<Long> limited = elements == Long.MAX_VALUE ? inputs : inputs.take(elements);
            return ordered ? KUBEFACE.map(x -> x, limited) : KUBEFACE.mapUnordered(x -> x, limited);
        }

        @Override
        public Publisher<Result<Long>> createFailedPublisher() {
            // Fails once it is asked for something; the kit wants one that fails by itself.
            return null;
        }

        @Override
        public long maxElementsFromPublisher() {
            return 1_000;
        }
    }

    @TestFactory
    Stream<DynamicTest> ordered() {
        return rules(true);
    }

    @TestFactory
    Stream<DynamicTest> unordered() {
        return rules(false);
    }

    private static Stream<DynamicTest> rules(boolean ordered) {
        return Arrays.stream(Verification.class.getMethods())
                .filter(method -> method.isAnnotationPresent(org.testng.annotations.Test.class))
                .map(method -> DynamicTest.dynamicTest(method.getName(), () -> verify(ordered, method)));
    }

    private static void verify(boolean ordered, Method rule) throws Throwable {
        Verification verification = new Verification(ordered);
        verification.setUp();
        try {
            rule.invoke(verification);
        } catch (InvocationTargetException e) {
            if (e.getCause() instanceof SkipException skipped) {
                Assumptions.abort("The kit leaves this rule out: " + skipped.getMessage());
            }
            throw e.getCause();
        }
    }
}
