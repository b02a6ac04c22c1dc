package io.kubeface.reactor.backend;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Pure: what of the driver's environment its workers need elsewhere to find the same storage. */
public final class StorageVariables {
    private static final List<String> NAMES = List.of("STORAGE_EMULATOR_HOST", "GOOGLE_CLOUD_PROJECT");

    private StorageVariables() {}

    /** Those that are set. */
    public static Map<String, String> of(Map<String, String> drivers) {
        Map<String, String> found = new TreeMap<>();
        for (String name : NAMES) {
            String value = drivers.get(name);
            if (value != null && !value.isEmpty()) {
                found.put(name, value);
            }
        }
        return found;
    }
}
