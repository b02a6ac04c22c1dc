package io.kubeface.reactor.backend;

import io.kubeface.core.lifecycle.DriverProcess;
import io.kubeface.core.task.FailureKind;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;

/**
 * A container on this machine for each attempt, by Docker or a command that is like it.
 *
 * <p>Any image with a Java 17 runtime or newer will do: the worker and the staged code are mounted, to be read. A storage
 * that is a directory is mounted under its own name; any other must be one that containers reach. Containers run as the
 * driver's own user, without capabilities. Each is removed when it has ended; when the driver dies, also by {@code kill -9},
 * its workers end too, and the next client on this machine removes their containers.
 *
 * <p>What a worker prints becomes its attempt's log. Needs Docker 20.10 or newer. Safe for use by several threads.
 */
public final class DockerBackend implements Backend {
    private static final Logger log = LoggerFactory.getLogger(DockerBackend.class);
    private static final String NAME = "local-process-docker";
    private static final int ID_CHARACTERS = 12;

    /** When the image is pulled, which is done before a job's first task. */
    public enum PullPolicy {
        /** When this machine does not have it. */
        MISSING,
        /** Before each job. */
        ALWAYS,
        /** Never: without it a job ends with an error. */
        NEVER
    }

    private final String client = UUID.randomUUID().toString().replace("-", "").substring(0, ID_CHARACTERS);
    private final Optional<DriverProcess> driver = DriverProcess.own();
    private final DockerOptions options;
    private final Environment environment;
    private final OpenAttempts attempts = new OpenAttempts(NAME);
    private final AtomicLong launches = new AtomicLong();
    private final Mono<Void> closing;
    private volatile boolean imageIsHere;
    private volatile boolean leftovers;

    @Nullable
    private DockerResources resources;

    DockerBackend(DockerOptions options, Environment environment) {
        this.options = options;
        this.environment = environment;
        this.closing = Mono.<Void>fromRunnable(attempts::refuse)
                .subscribeOn(environment.blocking())
                .then(attempts.killAll())
                .then(Mono.<Void>fromCallable(this::release).subscribeOn(environment.blocking()))
                .cache();
    }

    /** Options; only the image has no default. */
    public static DockerBackendBuilder builder() {
        return new DockerBackendBuilder();
    }

    @Override
    public String name() {
        return NAME;
    }

    /** Whether docker answers; and the image is pulled, if it is to be. */
    @Override
    public Mono<Void> check() {
        return Mono.<Void>fromCallable(this::ensureImage).subscribeOn(environment.blocking());
    }

    @Override
    public Mono<Attempt> launch(AttemptSpec spec) {
        return Launching.on(environment.blocking(), () -> start(spec));
    }

    @Override
    public Mono<Void> close() {
        return closing;
    }

    @Nullable
    private Void ensureImage() {
        if (attempts.isClosed() || imageIsHere) {
            return null;
        }
        try {
            resources().containers().ensureImage(options.image(), options.pull());
            imageIsHere = options.pull() != PullPolicy.ALWAYS;
            return null;
        } catch (IOException e) {
            throw StartFailures.translate(e, String.join(" ", options.command()));
        }
    }

    private Attempt start(AttemptSpec spec) {
        try {
            return attempts.start(() -> start(spec, resources()));
        } catch (IOException e) {
            throw StartFailures.translate(e, String.join(" ", options.command()));
        } catch (IllegalArgumentException e) {
            throw new LaunchException(FailureKind.LAUNCH, false, String.valueOf(e.getMessage()), e);
        }
    }

    private LocalAttempt start(AttemptSpec spec, DockerResources local) throws IOException {
        String name = "kubeface-" + client + "-" + launches.incrementAndGet();
        Container container = new Container(local.containers(), name);
        FinishedWorker files = new FinishedWorker(
                local.scratch().file(name + ".log"),
                // Of a container there is none: its JVM tells of its own crash on standard error.
                local.scratch().file(name + ".crash"));
        Process process;
        try {
            local.containers()
                    .create(
                            options.image(),
                            local.arguments().of(name, ContainerLabels.of(client, driver, spec.address()), spec));
            process = local.processes().start(local.containers().start(name), files.log());
        } catch (IOException | RuntimeException e) {
            // Also when docker was not heard of in time, and may yet make it.
            remove(container);
            throw e;
        }
        LocalAttempt attempt = new LocalAttempt(
                process,
                new Place(local.host(), "container " + name),
                () -> kill(container, process, local),
                environment.blocking());
        attempts.add(attempt);
        Runnable finish = LogContext.current().around(() -> finish(spec, process, container, attempt, files, local));
        process.onExit().thenRunAsync(finish, environment.blocking()::schedule).exceptionally(failure -> {
            log.warn("The end of container {} was not looked at", name, failure);
            leftovers = true;
            attempts.end(attempt, ExitReasons.of(process.exitValue(), "", attempt.wasKilled(), List.of()));
            return null;
        });
        return attempt;
    }

    private void kill(Container container, Process attached, DockerResources local) {
        remove(container);
        // When that failed, a worker ends as its standard input does.
        local.trees().kill(attached);
    }

    private void finish(
            AttemptSpec spec,
            Process attached,
            Container container,
            LocalAttempt attempt,
            FinishedWorker files,
            DockerResources local) {
        try {
            local.trees().ended(attached);
        } catch (IOException e) {
            log.warn("{}", e.getMessage());
        }
        Optional<ContainerState> state =
                attached.exitValue() == 0 || attempt.wasKilled() ? Optional.empty() : look(container, local);
        Exit exit = files.read(
                ContainerExits.code(state, attached.exitValue()),
                attempt.wasKilled(),
                environment.store(),
                spec.address().log().path(),
                !attempts.isClosed());
        try {
            files.remove();
        } catch (IOException e) {
            log.warn("Files of container {} were left: {}", container.name(), e.toString());
        }
        remove(container);
        attempts.end(attempt, ContainerExits.of(exit, state, options.memory()));
    }

    private static Optional<ContainerState> look(Container container, DockerResources local) {
        try {
            return local.containers().state(container.name());
        } catch (IOException e) {
            log.warn("How container {} ended is not known: {}", container.name(), e.getMessage());
            return Optional.empty();
        }
    }

    private void remove(Container container) {
        try {
            container.remove();
        } catch (IOException e) {
            leftovers = true;
            log.warn("It may be left until the client is closed: {}", e.getMessage());
        }
    }

    private synchronized DockerResources resources() throws IOException {
        DockerResources opened = resources;
        if (opened == null) {
            opened = DockerResources.open(options);
            resources = opened;
        }
        return opened;
    }

    @Nullable
    private synchronized Void release() throws IOException {
        DockerResources opened = resources;
        if (opened == null) {
            return null;
        }
        try (opened) {
            if (leftovers) {
                removeLeftovers(opened.containers());
            }
        }
        return null;
    }

    private void removeLeftovers(Containers containers) {
        String label = ContainerLabels.CLIENT + "=" + client;
        try {
            for (ContainerLabels.Owned container : containers.list(label)) {
                containers.remove(container.name());
            }
        } catch (IOException | LaunchException e) {
            String docker = String.join(" ", options.command());
            throw new IllegalStateException(
                    "Containers of the client " + client + " could not be removed: " + e.getMessage() + " Run: "
                            + docker + " rm --force $(" + docker + " ps --all --quiet --filter label=" + label + ")",
                    e);
        }
    }
}
