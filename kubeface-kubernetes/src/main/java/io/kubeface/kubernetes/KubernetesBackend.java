package io.kubeface.kubernetes;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.kubeface.core.name.ObjectName;
import io.kubeface.core.task.FailureKind;
import io.kubeface.reactor.backend.Attempt;
import io.kubeface.reactor.backend.AttemptSpec;
import io.kubeface.reactor.backend.Backend;
import io.kubeface.reactor.backend.LaunchException;
import io.kubeface.reactor.backend.OrphanedAttempt;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

/**
 * A pod for each attempt, in one namespace of a Kubernetes cluster.
 *
 * <p>Any image with a Java 17 runtime or newer will do: a small bootstrap comes to the pod in a ConfigMap and fetches the
 * worker from the storage, which must be one that pods can reach. Pods run as an ordinary user without rights in the
 * cluster. The driver hears of their ends through one watch; pods that ended are deleted, and after {@link #close()}
 * neither pods nor ConfigMap are left.
 *
 * <p>What a pod's worker prints becomes its attempt's log. Safe for use by several threads.
 */
public final class KubernetesBackend implements Backend {
    private static final Logger log = LoggerFactory.getLogger(KubernetesBackend.class);
    private static final int ID_CHARACTERS = 10;
    private static final int EVENT_READS_PER_SECOND = 5;
    private static final int EVENT_READS_AT_ONCE = 50;
    private static final Backoff BRIEF = new Backoff(4, Duration.ofSeconds(15));

    /** When a node pulls the image of a pod. */
    public enum ImagePullPolicy {
        /** When the node does not have it. */
        IF_NOT_PRESENT("IfNotPresent"),
        /** Before each pod. */
        ALWAYS("Always"),
        /** Never: a pod on a node that does not have it fails. */
        NEVER("Never");

        private final String inPod;

        ImagePullPolicy(String inPod) {
            this.inPod = inPod;
        }

        String inPod() {
            return inPod;
        }
    }

    /** Whether a pod fetches the worker from the storage. */
    public enum InstallPolicy {
        /** When its image does not hold the driver's very worker. */
        IF_NOT_PRESENT("if-not-present"),
        /** Always, whatever its image holds. */
        ALWAYS("always"),
        /** Never: a pod whose image does not hold the driver's very worker fails. */
        NEVER("never");

        private final String argument;

        InstallPolicy(String argument) {
            this.argument = argument;
        }

        String argument() {
            return argument;
        }
    }

    private final String client;
    private final Cluster cluster;
    private final Credentials credentials = new Credentials();
    private final PodServices services;
    private final PodTemplate template;
    private final PodGroups groups;
    private final PodAdoption adoption;
    private final PodCreations creations;
    private final BootstrapMaps bootstraps;
    private final AtomicLong launches = new AtomicLong();
    private final Sinks.Empty<Void> closeBegins = Sinks.empty();
    private final Mono<Void> closing;
    private volatile boolean checked;
    private volatile boolean closed;
    private volatile boolean leftovers;

    KubernetesBackend(KubernetesOptions options, Config config, Environment environment) {
        this(options, config, environment, PodServices.Times.DEFAULT, Backoff.DEFAULT);
    }

    KubernetesBackend(
            KubernetesOptions options,
            Config config,
            Environment environment,
            PodServices.Times times,
            Backoff backoff) {
        this.client = newId();
        RetryAfter retryAfter = new RetryAfter(System::nanoTime);
        this.cluster = new Cluster(config, retryAfter);
        Retrying retrying = new Retrying(environment.blocking(), backoff, retryAfter, credentials);
        this.services = new PodServices(
                cluster,
                retrying,
                retrying.with(BRIEF),
                new RateLimit(EVENT_READS_PER_SECOND, EVENT_READS_AT_ONCE, System::nanoTime),
                new PodExits(options),
                environment.store(),
                environment.blocking(),
                times);
        this.creations =
                new PodCreations(services.retrying(), options.launchRate().limit(), closeBegins.asMono());
        this.template = new PodTemplate(client, cluster.namespace(), options);
        this.groups = new PodGroups(services);
        this.adoption = new PodAdoption(services, (pod, its) -> PodLaunch.of(cancelled -> adopt(pod, its)));
        this.bootstraps = new BootstrapMaps(cluster, client);
        Mono<Void> removal = Mono.<Void>fromRunnable(this::refuseLaunches)
                .then(Mono.defer(this::removePods))
                .then(Mono.<Void>fromRunnable(groups::stop).subscribeOn(environment.blocking()))
                .then(Mono.defer(this::removeRest));
        Mono<Void> end = Mono.<Void>fromRunnable(cluster::close).subscribeOn(environment.blocking());
        this.closing = Flux.concatDelayError(removal, end).then().cache();
    }

    /** Options; only the image has no default. */
    public static KubernetesBackendBuilder builder() {
        return new KubernetesBackendBuilder();
    }

    @Override
    public String name() {
        return "kubernetes";
    }

    /** Has a pod taken on trial, until one was: what admission or a quota will always refuse is told once. */
    @Override
    public Mono<Void> check() {
        return Mono.defer(() -> checked || closed
                ? Mono.empty()
                : services.brief()
                        .<Void>call(this::tryOut)
                        // Launches have more time for what may pass.
                        .onErrorResume(ApiFailures::isTransient, failure -> Mono.empty()));
    }

    /** Blocking. */
    @Nullable
    private Void tryOut() {
        try {
            cluster.dryRun(template.sample());
            credentials.create();
        } catch (KubernetesClientException e) {
            if (ApiFailures.isTransient(e)) {
                throw e;
            }
            if (!Quotas.isUsedUp(e) && !Admission.isUndecided(ApiFailures.said(e))) {
                throw ApiFailures.launch(e, "create " + cluster.pods());
            }
        }
        checked = true;
        return null;
    }

    /** While the watch of pods is lost; they are looked at now and then meanwhile. */
    @Override
    public Optional<String> trouble() {
        return groups.trouble();
    }

    @Override
    public Mono<Attempt> launch(AttemptSpec spec) {
        return PodLaunch.of(cancelled -> start(spec, cancelled));
    }

    @Override
    public Flux<OrphanedAttempt> orphans(String storage, Mono<List<ObjectName.Job>> jobs) {
        return adoption.orphans(storage, jobs);
    }

    @Override
    public Mono<Void> close() {
        return closing;
    }

    private Mono<PodAttempt> start(AttemptSpec spec, Mono<Void> cancelled) {
        String name = PodNames.pod(client, launches.incrementAndGet(), spec.address());
        PodAttempt attempt = attempt(name, new PodIdentity(client, spec.address()));
        // After the attempt is known, so that either this sees the closing or the closing sees the attempt.
        if (closed) {
            return attempt.undo(PodExits.killed()).then(Mono.error(KubernetesBackend::closedAlready));
        }
        return creations
                .of(attempt, () -> create(spec, attempt), cancelled)
                .onErrorResume(failure -> attempt.undo(PodExits.killed()).then(Mono.error(() -> translate(failure))));
    }

    /** One that is known from now on, until its pod is gone. */
    private PodAttempt attempt(String name, PodIdentity its) {
        PodAttempt attempt = new PodAttempt(services, name, its.address().log().path());
        groups.add(its.client(), attempt);
        attempt.gone()
                .doFinally(any -> groups.remove(its.client(), attempt))
                .subscribe(done -> {}, failure -> forget(attempt, failure), () -> gone(attempt));
        return attempt;
    }

    private Mono<PodAttempt> adopt(Pod pod, PodIdentity its) {
        PodAttempt attempt = attempt(pod.getMetadata().getName(), its);
        attempt.observed(pod);
        if (closed) {
            return attempt.undo(PodExits.killed()).then(Mono.error(KubernetesBackend::closedAlready));
        }
        return services.retrying()
                .call(() -> {
                    groups.watch(its.client());
                    return attempt;
                })
                .doOnNext(found -> {
                    attempt.created();
                    // Since it was listed it may have ended, or be gone.
                    attempt.lookUp();
                })
                .onErrorResume(failure -> attempt.undo(PodExits.killed()).then(Mono.error(() -> translate(failure))));
    }

    /** Blocking; again and again until it succeeds. */
    private PodAttempt create(AttemptSpec spec, PodAttempt attempt) {
        if (attempt.wasSeen()) {
            return attempt;
        }
        try {
            groups.watch(client);
        } catch (KubernetesClientException e) {
            boolean mayPass = ApiFailures.isTransient(e) || ApiFailures.hasCode(e, ApiFailures.UNAUTHORISED);
            throw mayPass ? e : ApiFailures.launch(e, "list and watch " + cluster.pods());
        }
        Pod pod = template.pod(attempt.name(), spec, bootstraps.ensure(spec.code()));
        try {
            cluster.create(pod);
            credentials.create();
        } catch (KubernetesClientException e) {
            if (ApiFailures.isTransient(e)) {
                attempt.mayExist();
            }
            throw e;
        }
        return attempt;
    }

    private RuntimeException translate(Throwable failure) {
        return failure instanceof CancellationException
                ? closedAlready()
                : ApiFailures.launch(failure, "create " + cluster.pods());
    }

    private static LaunchException closedAlready() {
        return new LaunchException(
                FailureKind.LAUNCH, false, "The kubernetes backend is closed; it launches nothing.", null);
    }

    private void gone(PodAttempt attempt) {
        if (attempt.wasSeen()) {
            creations.roomMade();
        }
    }

    private void forget(PodAttempt attempt, Throwable failure) {
        leftovers = true;
        log.warn("Pod {} may be left until the client is closed: {}", attempt.name(), failure.toString());
    }

    private void refuseLaunches() {
        closed = true;
        closeBegins.tryEmitEmpty();
    }

    private Mono<Void> removePods() {
        return Flux.fromIterable(groups.all())
                .flatMap(
                        attempt -> attempt.launched()
                                .then(attempt.killAtClose())
                                .then(attempt.gone())
                                .onErrorResume(failure -> {
                                    leftovers = true;
                                    attempt.giveUp(PodExits.killed());
                                    return Mono.empty();
                                }),
                        Integer.MAX_VALUE)
                .then();
    }

    private Mono<Void> removeRest() {
        if (!cluster.isOpen()) {
            return Mono.empty();
        }
        return services.retrying()
                .<Void>call(this::removeRestNow)
                .onErrorMap(failure -> new IllegalStateException(
                        "What the client " + client + " made in namespace " + cluster.namespace()
                                + " could not be removed: " + failure.getMessage()
                                + " Run: kubectl delete pods,configmaps -n " + cluster.namespace() + " -l "
                                + PodTemplate.CLIENT_LABEL + "=" + client,
                        failure));
    }

    /** Pods are looked for only when something went wrong before. */
    @Nullable
    private Void removeRestNow() {
        if (leftovers) {
            cluster.deleteAll(client);
        }
        adoption.removeUnclaimed();
        bootstraps.names().forEach(cluster::deleteConfigMap);
        return null;
    }

    private static String newId() {
        SecureRandom random = new SecureRandom();
        StringBuilder id = new StringBuilder();
        for (int i = 0; i < ID_CHARACTERS; i++) {
            id.append(Character.forDigit(random.nextInt(Character.MAX_RADIX), Character.MAX_RADIX));
        }
        return id.toString();
    }
}
