package io.kubeface.systemtests;

import static org.assertj.core.api.Assertions.assertThat;

import io.kubeface.core.TaskContext;
import io.kubeface.pubsub.PubSubEvents;
import io.kubeface.reactor.Kubeface;
import io.kubeface.reactor.Result;
import java.nio.file.Files;
import java.nio.file.Path;
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

    @Test
    void functionsReadAndWriteObjectsAsPaths() throws Exception {
        try (Bucket bucket = new Bucket()) {
            String directory = "gs://" + bucket.name + "/files/";
            try (Kubeface kubeface = Kubeface.builder()
                    .storage(bucket.url())
                    .events(PubSubEvents.builder())
                    .build()) {
                List<Long> sizes = kubeface.map(
                                (Integer value) -> {
                                    Path file = TaskContext.current().path(directory + value + ".txt");
                                    Files.writeString(file, "value " + value);
                                    return Files.size(file)
                                            + Files.readString(file).length();
                                },
                                Flux.range(9, 2))
                        .map(Result::get)
                        .collectList()
                        .block(Deadlines.LONG);
                assertThat(sizes).containsExactly(14L, 16L);
            }

            assertThat(bucket.leftovers()).containsExactly("files/10.txt", "files/9.txt");
        }
    }
}
