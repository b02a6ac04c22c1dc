package io.kubeface.reactor;

import java.nio.file.Path;

/** Where objects lie when nobody said where. */
public final class DefaultStorage {
    private DefaultStorage() {}

    /**
     * Its URL, or a directory: {@code KUBEFACE_STORAGE}, else {@code kubeface} in {@code XDG_DATA_HOME}, else in
     * {@code .local/share} of the home directory. It need not exist.
     */
    public static String url() {
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
