package io.kubeface.bootstrap;

import java.nio.file.Path;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** What the bootstrap reads of the command line, and the rest. */
final class Arguments {
    static final String IF_NOT_PRESENT = "if-not-present";
    static final String ALWAYS = "always";
    static final String NEVER = "never";

    private final String[] forWorker;
    private int kept;
    private @Nullable String workerJars;
    private String policy = IF_NOT_PRESENT;
    private @Nullable String storage;
    private @Nullable String codeCache;
    private @Nullable String installed;
    private boolean verbose;

    private Arguments(int most) {
        forWorker = new String[most];
    }

    static Arguments parse(String[] arguments) throws BootstrapException {
        Arguments parsed = new Arguments(arguments.length);
        for (int i = 0; i < arguments.length; i++) {
            String name = arguments[i];
            String next = i + 1 < arguments.length ? arguments[i + 1] : "";
            switch (name) {
                case "--worker-jars" -> {
                    parsed.workerJars = next;
                    i++;
                }
                case "--install-policy" -> {
                    parsed.policy = policy(next);
                    i++;
                }
                default -> parsed.keep(name, next);
            }
        }
        if (parsed.workerJars == null || parsed.workerJars.isEmpty()) {
            throw missing("--worker-jars");
        }
        return parsed;
    }

    private void keep(String name, String next) {
        switch (name) {
            case "--storage" -> storage = next;
            case "--code-cache" -> codeCache = next;
            case "--installed" -> installed = next;
            case "--verbose" -> verbose = true;
            default -> {}
        }
        forWorker[kept++] = name;
    }

    private static String policy(String value) throws BootstrapException {
        return switch (value) {
            case IF_NOT_PRESENT, ALWAYS, NEVER -> value;
            default ->
                throw BootstrapException.useless("Option --install-policy is " + IF_NOT_PRESENT + ", " + ALWAYS + " or "
                        + NEVER + "; got \"" + value + "\".");
        };
    }

    private static BootstrapException missing(String option) {
        return BootstrapException.useless("Option " + option + " is missing.");
    }

    Path workerJars() {
        return Path.of(String.valueOf(workerJars));
    }

    String policy() {
        return policy;
    }

    @Nullable
    Path installed() {
        return installed == null ? null : Path.of(installed);
    }

    String storage() throws BootstrapException {
        if (storage == null) {
            throw missing("--storage");
        }
        return storage;
    }

    Path codeCache() throws BootstrapException {
        if (codeCache == null) {
            throw missing("--code-cache");
        }
        return Path.of(codeCache);
    }

    boolean verbose() {
        return verbose;
    }

    String[] forWorker() {
        return Arrays.copyOf(forWorker, kept);
    }
}
