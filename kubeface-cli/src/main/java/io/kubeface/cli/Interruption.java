package io.kubeface.cli;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Ends a run properly when the process is told to end (Ctrl-C, SIGTERM, a closed terminal), and at once when Ctrl-C comes
 * a second time.
 */
final class Interruption implements AutoCloseable {
    private final AtomicBoolean happened = new AtomicBoolean();
    private final Deque<Runnable> endings = new ArrayDeque<>();
    private final Thread hook = new Thread(this::end, "kubeface-ending");

    /**
     * Watches until it is closed.
     *
     * @param last what is done right before the process ends
     */
    Interruption(Runnable last) {
        endings.push(last);
        try {
            Runtime.getRuntime().addShutdownHook(hook);
        } catch (IllegalStateException e) {
            // The process is ending already.
            happened.set(true);
        }
    }

    /** Adds what is done when the process ends, before what was added earlier; at once when it is ending already. */
    void first(Runnable ending) {
        synchronized (endings) {
            if (!happened()) {
                endings.push(ending);
                return;
            }
        }
        ending.run();
    }

    /** Does all that was added, also when some of it fails. Runs beside the thread that added it. */
    void end() {
        Runnable next;
        synchronized (endings) {
            happened.set(true);
            next = endings.poll();
        }
        if (next == null) {
            return;
        }
        try {
            next.run();
        } finally {
            end();
        }
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
