package io.kubeface.core.store;

import java.io.IOException;
import java.io.InputStream;

/**
 * An object that is being read; its reader closes it.
 *
 * @param info what it is; the time of writing may be told to the second only
 * @param body its bytes, buffered by nobody yet
 */
public record StoredObject(ObjectInfo info, InputStream body) implements AutoCloseable {
    @Override
    public void close() throws IOException {
        body.close();
    }
}
