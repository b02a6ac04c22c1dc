package io.kubeface.cli;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Ends a run properly when the process is told to end (Ctrl-C, SIGTERM, a closed terminal), and at once when Ctrl-C comes
 * a second time.
 */
final class Interruption implements AutoCloseable {
    private final AtomicBoolean happened = new AtomicBoolean();
    private final Thread hook;

    /**
     * Watches until it is closed.
     *
     * @param ending what is done before the process ends
     */
    Interruption(Runnable ending) {
        hook = new Thread(
                () -> {
                    happened.set(true);
                    ending.run();
                },
                "kubeface-ending");
        Runtime.getRuntime().addShutdownHook(hook);
    }

    /** Whether the process is ending. */
    boolean happened() {
        return happened.get();
    }

    @Override
    public void close() {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            // The process is ending, by this very hook.
            happened.set(true);
        }
    }

    /**
     * Makes the first Ctrl-C end this process with exit code 130, hooks included, and the second one without. Where the
     * JVM has no signals to handle, the usual way stays: the first one ends it, later ones do nothing.
     */
    static void haltOnSecondSignal() {
        AtomicBoolean first = new AtomicBoolean(true);
        handle(() -> {
            if (first.getAndSet(false)) {
                new Thread(() -> System.exit(ExitCodes.INTERRUPTED), "kubeface-interrupt").start();
            } else {
                Runtime.getRuntime().halt(ExitCodes.INTERRUPTED);
            }
        });
    }

    /** By reflection, for javac warns of sun.misc.Signal, the only way there is, and cannot be told not to. */
    private static void handle(Runnable onInterrupt) {
        InvocationHandler handler = (proxy, method, arguments) -> {
            if (method.getName().equals("handle")) {
                onInterrupt.run();
            }
            return null;
        };
        try {
            Class<?> signal = Class.forName("sun.misc.Signal");
            Class<?> signalHandler = Class.forName("sun.misc.SignalHandler");
            Object proxy =
                    Proxy.newProxyInstance(signalHandler.getClassLoader(), new Class<?>[] {signalHandler}, handler);
            signal.getMethod("handle", signal, signalHandler)
                    .invoke(null, signal.getConstructor(String.class).newInstance("INT"), proxy);
        } catch (ReflectiveOperationException e) {
            // No such signals here, or SIGINT is ignored by the parent's wish.
        }
    }
}
