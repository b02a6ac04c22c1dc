package io.kubeface.reactor.backend;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Each worker leads a session and process group of its own: {@code setsid} makes it and then becomes the worker, under
 * the same process id, as a child of Java never leads a group before. Reached is all that did not itself ask for yet
 * another session.
 */
final class Sessions implements ProcessTrees {
    private static final long REPLY_SECONDS = 5;

    private final Path setsid;
    private final Path shell;
    private final Set<Long> groups = ConcurrentHashMap.newKeySet();

    @Nullable
    private Reaper reaper;

    private Sessions(Path setsid, Path shell) {
        this.setsid = setsid;
        this.shell = shell;
    }

    /** Empty on a machine that has no {@code setsid} command or no POSIX shell. */
    static Optional<Sessions> find() {
        Path shell = Path.of("/bin/sh");
        if (!Files.isExecutable(shell)) {
            return Optional.empty();
        }
        return Executables.find("setsid").map(setsid -> new Sessions(setsid, shell));
    }

    @Override
    public List<String> commandPrefix() {
        return List.of(setsid.toString());
    }

    @Override
    public void started(Process process) throws IOException {
        reaper().add(process.pid());
        groups.add(process.pid());
    }

    /**
     * Only the leader, which {@link Process} never signals once it was reaped. The rest of its group follows in {@link
     * #ended}, that is, after the leader was reaped: while one process of the group is left, the system gives its id to
     * nobody; when none is, a stranger could be hit only if the system had gone round all its ids in that moment and
     * the one that got this id had made itself the leader of a group.
     */
    @Override
    public void kill(Process process) {
        process.destroyForcibly();
    }

    @Override
    public void ended(Process process) throws IOException {
        Future<Void> sent = reaper().kill(process.pid());
        try {
            sent.get(REPLY_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException e) {
            throw new IOException("What worker process " + process.pid() + " left behind may still run: " + e, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            groups.remove(process.pid());
        }
    }

    @Override
    public synchronized void close() throws IOException {
        if (reaper != null) {
            reaper.close();
            reaper = null;
        }
    }

    /** Somebody may have killed it: then there is a new one, which is told what the old one knew. */
    private synchronized Reaper reaper() throws IOException {
        if (reaper == null || !reaper.isAlive()) {
            reaper = Reaper.start(setsid, shell);
            for (long group : groups) {
                reaper.add(group);
            }
        }
        return reaper;
    }
}
