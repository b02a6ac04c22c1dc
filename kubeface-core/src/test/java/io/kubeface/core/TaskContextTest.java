package io.kubeface.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;

class TaskContextTest {

    @Test
    void aThreadThatOutlivesItsTaskIsOutsideATask() throws Exception {
        TaskContext first = new TaskContext("memory:", "job", "first", 1, Map.of());
        TaskContext second = new TaskContext("memory:", "job", "second", 1, Map.of());
        ExecutorService pool = Executors.newSingleThreadExecutor();
        try {
            TaskContext.Scope scope = first.open();
            assertThat(pool.submit(TaskContext::find).get()).contains(first);
            scope.close();

            assertThat(pool.submit(TaskContext::find).get()).isEqualTo(Optional.empty());
            scope = second.open();
            assertThat(pool.submit(TaskContext::find).get()).isEqualTo(Optional.empty());
            assertThat(TaskContext.find()).contains(second);
            scope.close();
        } finally {
            pool.shutdown();
        }
    }
}
