package io.kubeface.reactor.backend;

import io.kubeface.core.task.FailureKind;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;

/**
 * A process on this machine for each attempt.
 *
 * <p>Where the machine has {@code setsid} (Linux), each worker leads a session and process group of its own: what the
 * terminal sends to the driver does not reach it, and when it ends, by itself or killed, all that it started is killed
 * with it, unless that made a session of its own. Elsewhere a killed worker's descendants are looked up and killed, and
 * what a worker leaves behind when it ends by itself keeps running. When the driver dies, also by {@code kill -9}, its
 * workers end too.
 *
 * <p>What a worker prints becomes its attempt's log. Safe for use by several threads.
 */
public final class LocalProcessBackend implements Backend {
    private static final Logger log = LoggerFactory.getLogger(LocalProcessBackend.class);

    /** How workers come to an archive of their loaded classes, which makes them start faster. */
    public enum ArchiveMode {
        /** Never. */
        OFF,
        /** It is made beside the first tasks, and used by those that start once it is there. */
        BACKGROUND,
        /** The first tasks wait for it. */
        WAIT
    }

    private final LocalProcessOptions options;
    private final Environment environment;
    private final OpenAttempts attempts = new OpenAttempts("local-process");
    private final AtomicLong launches = new AtomicLong();
    private final Mono<Void> closing;

    @Nullable
    private volatile LocalResources resources;

    LocalProcessBackend(LocalProcessOptions options, Environment environment) {
        this.options = options;
        this.environment = environment;
        this.closing = Mono.<Void>fromRunnable(this::refuseLaunches)
                .subscribeOn(environment.blocking())
                .then(attempts.killAll())
                .then(Mono.<Void>fromCallable(this::release).subscribeOn(environment.blocking()))
                .cache();
    }

    /** Options, each with a default. */
    public static LocalProcessBackendBuilder builder() {
        return new LocalProcessBackendBuilder();
    }

    @Override
    public String name() {
        return "local-process";
    }

    @Override
    public Mono<Attempt> launch(AttemptSpec spec) {
        return Launching.on(environment.blocking(), () -> start(spec));
    }

    @Override
    public Mono<Void> close() {
        return closing;
    }

    private Attempt start(AttemptSpec spec) {
        try {
            return attempts.start(() -> start(spec, resources()));
        } catch (IOException e) {
            throw StartFailures.translate(e, options.java().executable().toString());
        } catch (IllegalArgumentException e) {
            throw new LaunchException(FailureKind.LAUNCH, false, String.valueOf(e.getMessage()), e);
        }
    }

    private LocalAttempt start(AttemptSpec spec, LocalResources local) throws IOException {
        Path logFile = local.scratch().file("attempt-" + launches.incrementAndGet() + ".log");
        Process process =
                local.processes().start(local.commands().attempt(spec, logFile, archive(spec, local)), logFile);
        LocalAttempt attempt = new LocalAttempt(
                process,
                new Place(local.host(), "process " + process.pid()),
                () -> local.trees().kill(process),
                environment.blocking());
        attempts.add(attempt);
        FinishedWorker files = new FinishedWorker(logFile, local.scratch().file("hs_err-" + process.pid() + ".log"));
        Runnable finish = LogContext.current().around(() -> finish(spec, process, attempt, files, local));
        process.onExit().thenRunAsync(finish, environment.blocking()::schedule).exceptionally(failure -> {
            log.warn("The end of worker process {} was not looked at", process.pid(), failure);
            attempts.end(attempt, ExitReasons.of(process.exitValue(), "", attempt.wasKilled(), List.of()));
            return null;
        });
        return attempt;
    }

    private static Optional<ClassDataArchive> archive(AttemptSpec spec, LocalResources local) {
        return local.archives().forWorker(spec.code(), spec.address().storage());
    }

    private void finish(
            AttemptSpec spec, Process process, LocalAttempt attempt, FinishedWorker files, LocalResources local) {
        try {
            local.trees().ended(process);
        } catch (IOException e) {
            log.warn("{}", e.getMessage());
        }
        Exit exit = files.read(
                process.exitValue(),
                attempt.wasKilled(),
                environment.store(),
                spec.address().log().path(),
                !attempts.isClosed());
        try {
            files.remove();
        } catch (IOException e) {
            log.warn("Files of worker process {} were left: {}", process.pid(), e.toString());
        }
        attempts.end(attempt, exit);
    }

    private LocalResources resources() throws IOException {
        LocalResources opened = resources;
        if (opened != null) {
            return opened;
        }
        synchronized (this) {
            opened = resources;
            if (opened == null) {
                opened = LocalResources.open(options);
                resources = opened;
            }
            return opened;
        }
    }

    /** Waits for starts under way, which are then seen by {@link OpenAttempts#killAll}. */
    private void refuseLaunches() {
        LocalResources opened = resources;
        if (opened != null) {
            // A start may be waiting for it.
            opened.archives().stop();
        }
        attempts.refuse();
    }

    @Nullable
    private Void release() throws IOException {
        LocalResources opened = resources;
        if (opened != null) {
            opened.close();
        }
        return null;
    }
}
