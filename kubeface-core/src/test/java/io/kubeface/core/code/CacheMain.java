package io.kubeface.core.code;

import io.kubeface.core.store.LocalDirectoryObjectStore;
import io.kubeface.core.store.ObjectStore;
import java.nio.file.Path;

/** Uses a cache from a process of its own: {@code fetch <cache> <store> <digest> <size>} or {@code die <cache>}. */
final class CacheMain {
    private CacheMain() {}

    public static void main(String[] args) throws Exception {
        CodeCache cache = new CodeCache(Path.of(args[1]));
        if (args[0].equals("die")) {
            cache.newFile().write(new byte[1000]);
            Runtime.getRuntime().halt(137);
        }
        try (ObjectStore store = new LocalDirectoryObjectStore(Path.of(args[2]))) {
            System.out.println("ready");
            System.in.read();
            System.out.println(cache.fetch(store, new CodeEntry(args[3], "big.jar", Long.parseLong(args[4]))));
        }
    }
}
