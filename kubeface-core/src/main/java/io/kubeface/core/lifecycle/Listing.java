package io.kubeface.core.lifecycle;

import io.kubeface.core.store.ObjectInfo;
import io.kubeface.core.store.ObjectPage;
import io.kubeface.core.store.ObjectStore;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** All objects of a prefix, a page at a time. */
public final class Listing {
    private static final int PAGE = 1_000;

    private Listing() {}

    /** What is done with each. */
    @FunctionalInterface
    public interface Each {
        /** Called for one. */
        void see(ObjectInfo object) throws IOException;
    }

    /** Calls something for each object whose name begins so, in the order of their names. Blocks; fails as the store does, or as what it calls. */
    public static void each(ObjectStore store, String prefix, Each each) throws IOException {
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
