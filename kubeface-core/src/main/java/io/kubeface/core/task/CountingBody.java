package io.kubeface.core.task;

import io.kubeface.core.store.ObjectStore;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;

/** A body that knows afterwards how long it was. */
final class CountingBody implements ObjectStore.Body {
    private final ObjectStore.Body body;
    private long sizeBytes;

    CountingBody(ObjectStore.Body body) {
        this.body = body;
    }

    @Override
    public void writeTo(OutputStream out) throws IOException {
        sizeBytes = 0;
        body.writeTo(new Counter(out));
    }

    long sizeBytes() {
        return sizeBytes;
    }

    private final class Counter extends FilterOutputStream {
        Counter(OutputStream out) {
            super(out);
        }

        @Override
        public void write(int b) throws IOException {
            out.write(b);
            sizeBytes++;
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            out.write(bytes, offset, length);
            sizeBytes += length;
        }
    }
}
