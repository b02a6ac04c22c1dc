package io.kubeface.core.check;

import io.kubeface.core.store.ObjectStore;
import io.kubeface.core.store.PutMode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/**
 * A small object that the checks of a storage share.
 *
 * @param name of the object; of no other's
 */
record Probe(ObjectStore store, String name) {

    /** Creates the object with this content; false when it is there. */
    boolean create(String content) throws IOException {
        return store.put(
                name, PutMode.CREATE, "text/plain", out -> out.write(content.getBytes(StandardCharsets.UTF_8)));
    }
}
