package io.kubeface.reactor;

import io.kubeface.reactor.backend.InProcessBackend;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.reactivestreams.Publisher;
import org.reactivestreams.tck.PublisherVerification;
import reactor.core.publisher.Flux;

/** The Reactive Streams technology compatibility kit, on ordered and unordered jobs. */
class PublisherContractTest {
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
            super(PublisherRules.environment());
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
        return PublisherRules.tests(() -> new Verification(true));
    }

    @TestFactory
    Stream<DynamicTest> unordered() {
        return PublisherRules.tests(() -> new Verification(false));
    }
}
