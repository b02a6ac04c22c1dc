package io.kubeface.status;

import io.kubeface.core.name.ObjectName;
import io.kubeface.core.store.ObjectStore;

/** Where a browser finds a page. */
final class PageAddress {
    private static final String CONSOLE = "https://console.cloud.google.com/";
    private static final String BUCKETS = "gs://";

    private PageAddress() {}

    static String of(ObjectStore store, ObjectName page) {
        return of(store.url(), store.address(page.path()), page);
    }

    /**
     * The console shows what is known of an object, not the page that it is: that is at another host.
     *
     * @param root URL of the storage
     * @param address what the storage says
     */
    static String of(String root, String address, ObjectName page) {
        if (!root.startsWith(BUCKETS) || !address.startsWith(CONSOLE)) {
            return address;
        }
        return "https://storage.cloud.google.com/" + root.substring(BUCKETS.length()) + (root.endsWith("/") ? "" : "/")
                + page.path();
    }
}
