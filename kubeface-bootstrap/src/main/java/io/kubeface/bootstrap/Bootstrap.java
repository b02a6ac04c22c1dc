package io.kubeface.bootstrap;

import java.lang.reflect.InvocationTargetException;
import java.nio.file.Path;

/**
 * Starts a worker in any Java image: the one that the image holds when that is the very worker that the driver asks for,
 * else one whose jars are fetched from the job's storage. Needs java.base alone.
 *
 * <p>Of the command line, {@code --worker-jars FILE} (what the driver asks for) and {@code --install-policy
 * if-not-present|always|never} are its own. {@code --storage}, {@code --code-cache}, {@code --installed} and {@code
 * --verbose} it reads too; all but its own two go on to the worker.
 */
public final class Bootstrap {
    private static final String WORKER = "io.kubeface.worker.WorkerMain";

    private Bootstrap() {}

    /**
     * Runs the worker, which ends the process. When there is none to run, the process ends with 75 if the jars could not
     * be fetched and another try may help, and with 76 if it would not; standard error says why.
     */
    public static void main(String[] arguments) throws Throwable {
        try {
            Arguments parsed = Arguments.parse(arguments);
            run(loader(parsed), parsed.forWorker());
        } catch (BootstrapException e) {
            System.err.println("kubeface-bootstrap: " + e.getMessage());
            System.exit(e.exitCode());
        }
    }

    /** The loader that has the worker's classes. */
    private static ClassLoader loader(Arguments arguments) throws BootstrapException {
        byte[] wanted = WorkerJars.bytes(arguments.workerJars());
        Path installed = arguments.installed();
        if (installed != null && !arguments.policy().equals(Arguments.ALWAYS)) {
            Path list = installed.resolve("worker-jars.txt");
            byte[] there = WorkerJars.bytesIfPresent(list);
            if (there != null && WorkerJars.same(there, wanted)) {
                return ofClassPath(installed);
            }
            if (arguments.policy().equals(Arguments.NEVER)) {
                throw Mismatch.of(arguments.workerJars(), wanted, list, there);
            }
        } else if (arguments.policy().equals(Arguments.NEVER)) {
            throw BootstrapException.useless(
                    "Option --install-policy never needs --installed DIR, where the image has" + " the worker.");
        }
        return new Installer(arguments, System.getenv()).install(WorkerJars.parse(arguments.workerJars(), wanted));
    }

    private static ClassLoader ofClassPath(Path installed) throws BootstrapException {
        ClassLoader loader = Bootstrap.class.getClassLoader();
        try {
            Class.forName(WORKER, false, loader);
            return loader;
        } catch (ClassNotFoundException | LinkageError e) {
            throw new BootstrapException(
                    BootstrapException.USELESS,
                    "The image says in " + installed.resolve("worker-jars.txt") + " that it has the worker, but no "
                            + WORKER + " can be loaded: its class path must begin with "
                            + installed.resolve("worker.jar")
                            + ", and the jars that this names must be there. Build the image again, or run with"
                            + " --install-policy always.",
                    e);
        }
    }

    private static void run(ClassLoader loader, String[] arguments) throws Throwable {
        Thread.currentThread().setContextClassLoader(loader);
        try {
            Class.forName(WORKER, true, loader)
                    .getMethod("main", String[].class)
                    .invoke(null, (Object) arguments);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }
}
