package io.kubeface.reactor;

import java.nio.file.Path;

/** Where objects lie when nobody said where. */
final class DefaultStorage {
    private DefaultStorage() {}

    static String url() {
        String named = System.getenv("KUBEFACE_STORAGE");
        if (named != null && !named.isBlank()) {
            return named;
        }
        String data = System.getenv("XDG_DATA_HOME");
        Path parent = data != null && !data.isBlank()
                ? Path.of(data)
                : Path.of(System.getProperty("user.home"), ".local", "share");
        return parent.resolve("kubeface").toString();
    }
}
