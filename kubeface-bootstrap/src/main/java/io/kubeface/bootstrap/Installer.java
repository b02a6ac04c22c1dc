package io.kubeface.bootstrap;

import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** Fetches what the code cache lacks of a worker's jars, several at once, and loads the worker from there. */
final class Installer {
    private static final int AT_ONCE = 6;

    private final Arguments arguments;
    private final Map<String, String> environment;

    Installer(Arguments arguments, Map<String, String> environment) {
        this.arguments = arguments;
        this.environment = environment;
    }

    ClassLoader install(List<WorkerJar> jars) throws BootstrapException {
        JarCache cache = JarCache.open(arguments.codeCache());
        CodeSource source = CodeSources.open(arguments.storage(), environment);
        long begin = System.nanoTime();
        int fetched = fetchAll(cache, source, jars);
        if (arguments.verbose()) {
            System.err.println("kubeface-bootstrap: fetched " + fetched + " of the worker's " + jars.size()
                    + " jars from " + arguments.storage() + " in " + (System.nanoTime() - begin) / 1_000_000 + " ms");
        }
        URL[] urls = new URL[jars.size()];
        for (int i = 0; i < urls.length; i++) {
            urls[i] = url(cache.file(jars.get(i)));
        }
        // The process's own class path may hold another worker, and is not seen.
        return new URLClassLoader(urls, ClassLoader.getPlatformClassLoader());
    }

    private static int fetchAll(JarCache cache, CodeSource source, List<WorkerJar> jars) throws BootstrapException {
        AtomicInteger next = new AtomicInteger();
        AtomicInteger fetched = new AtomicInteger();
        AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
        Runnable work = () -> {
            for (int i = next.getAndIncrement(); i < jars.size() && failure.get() == null; i = next.getAndIncrement()) {
                try {
                    if (cache.fetch(source, jars.get(i))) {
                        fetched.incrementAndGet();
                    }
                } catch (BootstrapException | RuntimeException | Error e) {
                    failure.compareAndSet(null, e);
                }
            }
        };
        Thread[] threads = new Thread[Math.min(AT_ONCE, jars.size())];
        for (int i = 0; i < threads.length; i++) {
            threads[i] = new Thread(work, "kubeface-bootstrap-" + i);
            threads[i].setDaemon(true);
            threads[i].start();
        }
        for (Thread thread : threads) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                throw new BootstrapException(BootstrapException.UNREACHABLE, "Interrupted.", e);
            }
        }
        throwFailure(failure.get());
        return fetched.get();
    }

    private static void throwFailure(@Nullable Throwable failure) throws BootstrapException {
        if (failure instanceof BootstrapException e) {
            throw e;
        }
        if (failure != null) {
            throw new BootstrapException(
                    BootstrapException.USELESS, "The worker's jars could not be fetched: " + failure, failure);
        }
    }

    private static URL url(Path file) throws BootstrapException {
        try {
            return file.toUri().toURL();
        } catch (MalformedURLException e) {
            throw new BootstrapException(BootstrapException.USELESS, "No jar can be at " + file + ": " + e, e);
        }
    }
}
