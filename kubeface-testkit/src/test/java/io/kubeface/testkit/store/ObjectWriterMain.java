package io.kubeface.testkit.store;

import io.kubeface.core.store.ObjectStore;
import io.kubeface.core.store.ObjectStores;
import io.kubeface.core.store.PutMode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Random;
import java.util.zip.CRC32C;

/** A process that tests start, kill and race against another. */
final class ObjectWriterMain {
    static final int BLOCK = 1 << 20;
    private static final int BLOCKS = 64;

    private ObjectWriterMain() {}

    /** Arguments: the storage, {@code loop} or {@code race}, and this writer's name. */
    public static void main(String[] args) throws IOException {
        try (ObjectStore store = ObjectStores.open(args[0])) {
            if (args[1].equals("race")) {
                race(store, args[2]);
            } else {
                loop(store, args[2]);
            }
        }
    }

    /** Writes objects of 64 MiB, each of which ends with its own checksum, until somebody kills it. */
    private static void loop(ObjectStore store, String writer) throws IOException {
        byte[] block = new byte[BLOCK];
        for (int i = 0; ; i++) {
            new Random(i).nextBytes(block);
            PutMode mode = i % 2 == 0 ? PutMode.CREATE : PutMode.REPLACE;
            String name = mode == PutMode.CREATE ? "objects/" + writer + "-" + i : "objects/replaced";
            store.put(name, mode, "application/octet-stream", out -> {
                CRC32C sum = new CRC32C();
                for (int written = 0; written < BLOCKS; written++) {
                    out.write(block);
                    sum.update(block);
                    if (written == 0) {
                        // Whoever starts this process knows now that it is in the middle of an object.
                        System.out.println("writing");
                    }
                }
                out.write(
                        ByteBuffer.allocate(Long.BYTES).putLong(sum.getValue()).array());
            });
        }
    }

    /** Competes for a thousand objects when told to begin; prints how many it won. */
    private static void race(ObjectStore store, String writer) throws IOException {
        System.out.println("ready");
        if (System.in.read() < 0) {
            return;
        }
        int won = 0;
        for (int i = 0; i < 1000; i++) {
            if (store.put(
                    "raced/" + i % 10 + "/" + i, PutMode.CREATE, "text/plain", out -> out.write(writer.charAt(0)))) {
                won++;
            }
        }
        System.out.println(won);
    }
}
