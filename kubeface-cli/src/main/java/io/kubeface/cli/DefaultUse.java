package io.kubeface.cli;

import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;

/**
 * Which defaults are of use. An option on the command line that has no use is a mistake; in a file or the environment it is
 * meant for other calls.
 */
final class DefaultUse {
    private DefaultUse() {}

    /** Whether an option is of use beside the others; they are given by name, and may be absent. */
    static boolean of(String option, Function<String, Optional<String>> others) {
        if (option.equals("--notification-topic")) {
            return others.apply("--no-notifications").filter("true"::equals).isEmpty()
                    && others.apply("--storage")
                            .filter(url -> url.toLowerCase(Locale.ROOT).startsWith("gs:"))
                            .isPresent();
        }
        String backend = others.apply("--backend").orElse(BackendName.LOCAL_PROCESS.toString());
        return BackendName.named(backend).map(name -> name.takes(option)).orElse(true);
    }
}
