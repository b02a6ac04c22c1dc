package io.kubeface.benchmarks;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.kubeface.core.codec.Codecs;
import io.kubeface.core.name.ObjectName;
import io.kubeface.core.name.TaskName;
import io.kubeface.core.store.ObjectStore;
import io.kubeface.core.store.ObjectStores;
import io.kubeface.core.store.StoredObject;
import io.kubeface.core.task.TaskObjects;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** A bare client of pods on simulated nodes: for each it writes an input, reads a result, and removes both. */
public final class BareSimulatedPodsMain {
    private BareSimulatedPodsMain() {}

    /** Takes the number of pods, the namespace, the storage, and a file with one such pod; prints one JSON line. */
    public static void main(String[] args) throws IOException, InterruptedException {
        int count = Integer.parseInt(args[0]);
        Pod like = Serialization.unmarshal(Files.readString(Path.of(args[3])), Pod.class);
        double before = ManyTasks.cpuSeconds();
        try (ObjectStore store = ObjectStores.open(args[2])) {
            BarePods.run(
                    args[1],
                    count,
                    number -> pod(like, number),
                    List.<ConfigMap>of(),
                    SimulatedPods.MAX,
                    new Objects(store));
        }
        System.out.println(new JsonLine()
                .add("tasks", count)
                .add("cpuMillisPerTask", 1000 * (ManyTasks.cpuSeconds() - before) / count));
    }

    private static ObjectName.Value value(Pod like) {
        return ObjectName.parse(
                like.getMetadata().getAnnotations().getOrDefault(SimulatedWorkers.RESULT, ""), ObjectName.Value.class);
    }

    private static Pod pod(Pod like, int number) {
        TaskName task = TaskName.ofSequence(number);
        ObjectName.Value value = value(like);
        return like.edit()
                .editMetadata()
                .withName(like.getMetadata().getName() + "-" + number)
                .addToLabels("kubeface.io/task", task.value())
                .addToAnnotations("kubeface.io/input", new ObjectName.Input(value.key(), task).path())
                .addToAnnotations(SimulatedWorkers.RESULT, new ObjectName.Value(value.key(), task).path())
                .endMetadata()
                .build();
    }

    private record Objects(ObjectStore store, TaskObjects tasks) implements BarePods.Work {
        Objects(ObjectStore store) {
            this(store, new TaskObjects(store, Codecs.named(List.of(), Objects.class.getClassLoader())));
        }

        @Override
        public void beforeCreation(Pod pod) throws IOException {
            ObjectName.Value value = value(pod);
            tasks.writeInputs(
                    new ObjectName.Input(value.key(), value.task()),
                    List.of(value.task().value().length()));
        }

        @Override
        public void afterEnd(Pod pod) throws IOException {
            ObjectName.Value value = value(pod);
            try (StoredObject object = store.get(value.path())) {
                object.body().readAllBytes();
            }
            store.delete(List.of(new ObjectName.Input(value.key(), value.task()).path(), value.path()));
        }
    }
}
