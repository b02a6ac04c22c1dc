package io.kubeface.reactor.backend;

/** Pure: refuses options that would be taken for something else. */
final class WorkerOptionChecks {
    private WorkerOptionChecks() {}

    /**
     * The storage.
     *
     * @param workers who have to see it, in the plural
     */
    static void storage(String url, String workers) {
        if (url.startsWith("memory:")) {
            throw new IllegalArgumentException("storage: " + url + " is inside the driver and " + workers
                    + " cannot see it; use a directory, or the in-process backend.");
        }
    }

    /** A word of a command line that is an option. */
    static void option(String name, String word, String example) {
        if (!word.startsWith("-") && !word.startsWith("@")) {
            throw new IllegalArgumentException(name + ": \"" + word + "\" is no option; each begins with -, such as "
                    + example + ", and is an argument of its own.");
        }
    }

    /** A variable of an environment. */
    static void variable(String name, String value) {
        if (name.isEmpty() || name.indexOf('=') >= 0 || name.indexOf('\0') >= 0 || value.indexOf('\0') >= 0) {
            throw new IllegalArgumentException("environment: \"" + name
                    + "\" cannot be a variable; a name is not empty and has no = in it, and neither it nor its value has"
                    + " a NUL.");
        }
    }
}
