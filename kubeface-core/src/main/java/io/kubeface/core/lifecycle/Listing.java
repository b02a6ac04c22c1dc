package io.kubeface.core.lifecycle;

import io.kubeface.core.store.ObjectInfo;
import io.kubeface.core.store.ObjectPage;
import io.kubeface.core.store.ObjectStore;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** All objects of a prefix, a page at a time. */
final class Listing {
    private static final int PAGE = 1_000;

    private Listing() {}

    /** What is done with each. */
    @FunctionalInterface
    interface Each {
        void see(ObjectInfo object) throws IOException;
    }

    static void each(ObjectStore store, String prefix, Each each) throws IOException {
        @Nullable String after = null;
        ObjectPage page;
        do {
            page = store.list(prefix, after, PAGE);
            for (ObjectInfo object : page.objects()) {
                after = object.name();
                each.see(object);
            }
        } while (!page.last());
    }
}
