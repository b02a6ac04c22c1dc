package io.kubeface.micrometer;

import java.util.Locale;

/** Values of tags. */
final class Tags {
    private Tags() {}

    /** The constant's name as Micrometer's own tags are written. */
    static String of(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }
}
