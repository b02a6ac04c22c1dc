package io.kubeface.systemtests;

import static org.assertj.core.api.Assertions.assertThat;

import io.kubeface.pubsub.PubSubEvents;
import io.kubeface.reactor.Kubeface;
import io.kubeface.reactor.Result;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;

class LocalWorkersIT {
    private static final int TASKS = 1000;

    @Test
    void aThousandTasksOfLocalWorkersWithABucket() throws Exception {
        try (Bucket bucket = new Bucket()) {
            List<Integer> squares;
            try (Kubeface kubeface = Kubeface.builder()
                    .storage(bucket.url())
                    .events(PubSubEvents.builder())
                    .maxSimultaneousTasks(4)
                    .build()) {
                squares = kubeface.map((Integer value) -> value * value, Flux.range(0, TASKS))
                        .map(Result::get)
                        .collectList()
                        .block(Deadlines.LONG.multipliedBy(2));
            }

            assertThat(squares)
                    .isEqualTo(IntStream.range(0, TASKS)
                            .map(value -> value * value)
                            .boxed()
                            .toList());
            assertThat(bucket.leftovers()).isEmpty();
        }
    }
}
