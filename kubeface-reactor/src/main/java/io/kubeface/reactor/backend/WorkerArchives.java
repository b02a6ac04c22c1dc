package io.kubeface.reactor.backend;

import io.kubeface.core.code.StagedCode;
import io.kubeface.reactor.backend.LocalProcessBackend.ArchiveMode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Class data archives of workers: looked up, or made by a training run in a process of the lowest
 * priority. A worker that finds none starts without one, only slower, so a failure is told once and goes no further.
 */
final class WorkerArchives implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(WorkerArchives.class);
    private static final List<String> USERS_OWN = List.of(
            "-Xshare:",
            "-XX:SharedArchiveFile=",
            "-XX:ArchiveClassesAtExit=",
            "-XX:AOTCache",
            "-XX:AOTMode=",
            "-XX:AOTConfiguration=",
            "-agentlib:",
            "-agentpath:",
            "-javaagent:");

    private final LocalProcessOptions options;
    private final WorkerCommand commands;
    private final TrainingRun training;
    private final boolean wanted;
    private final Map<String, CompletableFuture<Optional<ClassDataArchive>>> byClassPath = new ConcurrentHashMap<>();

    WorkerArchives(LocalProcessOptions options, WorkerCommand commands, TrainingRun training) {
        this.options = options;
        this.commands = commands;
        this.training = training;
        this.wanted = options.archive() != ArchiveMode.OFF
                && options.java().feature() != 0
                && options.jvmOptions().stream()
                        .noneMatch(option -> USERS_OWN.stream().anyMatch(option::startsWith));
    }

    /**
     * The archive to start a worker with: empty when it is still being made, unless the mode is to wait for it, and when
     * it cannot be made. Blocking in that mode only.
     *
     * @param storage URL of the job's storage; workers for its scheme are what the archive is for
     */
    Optional<ClassDataArchive> forWorker(StagedCode code, String storage) {
        if (!wanted) {
            return Optional.empty();
        }
        CompletableFuture<Optional<ClassDataArchive>> archive = archive(code, storage);
        return options.archive() == ArchiveMode.WAIT ? archive.join() : archive.getNow(Optional.empty());
    }

    private CompletableFuture<Optional<ClassDataArchive>> archive(StagedCode code, String storage) {
        return byClassPath.computeIfAbsent(WorkerCommand.classPath(code), any -> {
            CompletableFuture<Optional<ClassDataArchive>> result = new CompletableFuture<>();
            Thread thread = new Thread(() -> complete(result, code, storage), "kubeface-archive");
            thread.setDaemon(true);
            thread.start();
            return result;
        });
    }

    /** Whatever happens: launches, and the end of the backend, wait for it. */
    private void complete(CompletableFuture<Optional<ClassDataArchive>> result, StagedCode code, String storage) {
        try {
            result.complete(findOrMake(code, storage));
        } finally {
            result.complete(Optional.empty());
        }
    }

    private Optional<ClassDataArchive> findOrMake(StagedCode code, String storage) {
        try {
            boolean aot = ClassDataArchive.isAot(options.java().feature());
            ArchiveFiles files = new ArchiveFiles(options.cacheDirectory().resolve("cds"), aot);
            String key = ArchiveKey.of(options.java(), commands.flags(), code);
            Optional<ClassDataArchive> found = files.find(key);
            return found.isPresent() ? found : make(files, key, code, storage, aot);
        } catch (IOException | RuntimeException | Error e) {
            log.warn("Workers start without a class data archive, which costs time only: {}", e.toString());
            return Optional.empty();
        }
    }

    private Optional<ClassDataArchive> make(
            ArchiveFiles files, String key, StagedCode code, String storage, boolean aot) throws IOException {
        Path unfinished = files.unfinished(key);
        Optional<String> failure =
                training.run(commands.training(code, storage, ClassDataArchive.makeFlags(unfinished, aot)));
        if (failure.isPresent() || !Files.exists(unfinished)) {
            files.discard(unfinished);
            log.warn(
                    "Workers start without a class data archive, which costs time only. The JVM that was to make it: {}",
                    failure.orElse("wrote none"));
            return Optional.empty();
        }
        Optional<ClassDataArchive> made = files.finish(key, unfinished);
        prune(files);
        return made;
    }

    /** What cannot be removed does no harm to what was made. */
    private static void prune(ArchiveFiles files) {
        try {
            files.prune(Instant.now());
        } catch (IOException | RuntimeException e) {
            log.debug("Old class data archives were left", e);
        }
    }

    /** Ends a training run under way. */
    void stop() {
        training.close();
    }

    /** As {@link #stop}, and waits for the end. Blocking. */
    @Override
    public void close() {
        stop();
        byClassPath.values().forEach(CompletableFuture::join);
    }
}
