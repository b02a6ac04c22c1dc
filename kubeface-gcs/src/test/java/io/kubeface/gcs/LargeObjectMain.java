package io.kubeface.gcs;

import io.kubeface.core.store.ObjectStore;
import io.kubeface.core.store.ObjectStores;
import io.kubeface.core.store.PutMode;
import io.kubeface.core.store.StoredObject;
import java.io.InputStream;
import java.util.SplittableRandom;
import java.util.zip.CRC32C;

/** Writes an object of so many bytes and reads it again; prints both digests. In a JVM with a small heap. */
final class LargeObjectMain {
    private LargeObjectMain() {}

    public static void main(String[] args) throws Exception {
        long size = Long.parseLong(args[1]);
        CRC32C written = new CRC32C();
        CRC32C read = new CRC32C();
        try (ObjectStore store = ObjectStores.open(args[0])) {
            SplittableRandom random = new SplittableRandom(1);
            store.put("large", PutMode.CREATE, "application/octet-stream", out -> {
                byte[] block = new byte[100_003];
                for (long left = size; left > 0; left -= block.length) {
                    random.nextBytes(block);
                    int length = (int) Math.min(left, block.length);
                    written.update(block, 0, length);
                    out.write(block, 0, length);
                }
            });
            try (StoredObject object = store.get("large");
                    InputStream in = object.body()) {
                byte[] block = new byte[70_001];
                for (int count = in.read(block); count >= 0; count = in.read(block)) {
                    read.update(block, 0, count);
                }
                System.out.println(object.info().sizeBytes() + " " + written.getValue() + " " + read.getValue());
            }
        }
    }
}
