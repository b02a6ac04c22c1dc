package io.kubeface.cli;

/**
 * What the launchers start: {@link Main}, but for the version. That is shown without picocli, which initialises all of Groovy
 * when both are there and so takes ten times as long.
 */
public final class Start {
    private Start() {}

    /**
     * Runs the command and ends the JVM with its exit code.
     *
     * @param arguments as {@code kubeface --help} tells
     */
    public static void main(String[] arguments) {
        if (arguments.length == 1 && arguments[0].equals("--version")) {
            for (String line : version()) {
                System.out.println(line);
            }
        } else {
            Main.main(arguments);
        }
    }

    /** Which version this is, and of which Java; a line each. */
    static String[] version() {
        String version = Start.class.getPackage().getImplementationVersion();
        return new String[] {
            "kubeface " + (version == null ? "(not from a jar)" : version),
            "Java " + System.getProperty("java.runtime.version") + " (" + System.getProperty("java.vendor") + ")"
        };
    }
}
