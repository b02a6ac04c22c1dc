package io.kubeface.gcs;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.kubeface.core.store.ObjectInfo;
import io.kubeface.core.store.ObjectNotFoundException;
import io.kubeface.core.store.ObjectStore;
import io.kubeface.core.store.ObjectStores;
import io.kubeface.core.store.PutMode;
import io.kubeface.core.store.StoredObject;
import java.util.List;
import org.junit.jupiter.api.Test;

class TrainingStoreTest {

    @Test
    void aTrainingRunCanDoWhatAWorkerDoes() throws Exception {
        try (ObjectStore store = ObjectStores.openForTraining("gs://any-bucket").orElseThrow()) {
            byte[] binary = {0, 13, 10, 13, 10, -1, '-', '-'};
            assertThat(store.put("a/b+c=1", PutMode.CREATE, "text/plain", out -> out.write(binary)))
                    .isTrue();
            assertThat(store.put("a/b+c=1", PutMode.CREATE, "text/plain", out -> out.write(1)))
                    .isFalse();
            assertThat(store.put("b", PutMode.REPLACE, "text/html", out -> out.write("b".getBytes(UTF_8))))
                    .isTrue();
            try (StoredObject object = store.get("a/b+c=1")) {
                assertThat(object.body().readAllBytes()).isEqualTo(binary);
                assertThat(object.info().contentType()).isEqualTo("text/plain");
            }
            assertThat(store.list("a/", null, 10).objects())
                    .extracting(ObjectInfo::name)
                    .containsExactly("a/b+c=1");
            store.delete(List.of("a/b+c=1"));
            assertThat(store.stat("a/b+c=1")).isEmpty();
            assertThatExceptionOfType(ObjectNotFoundException.class).isThrownBy(() -> store.get("a/b+c=1"));
        }
    }
}
