package io.kubeface.status;

import java.util.Locale;

/** Names of constants as words. */
final class Words {
    private Words() {}

    static String of(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
