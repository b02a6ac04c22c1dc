package io.kubeface.reactor.backend;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/**
 * A small shell process that kills process groups: one when it is told to, all that are left when its standard input
 * ends, which it does also when the driver is killed. It has a session of its own, so that what the terminal sends to
 * the driver does not reach it. It waits in a read and forks nothing.
 */
final class Reaper implements AutoCloseable {

    /** Only digits get past the first {@code case}, so nothing that is read can be more than a number. */
    private static final String SCRIPT = """
            trap '' HUP INT TERM
            groups=' '
            while read -r action group; do
              case $group in ''|*[!0-9]*) continue ;; esac
              case $action in
                +) groups="$groups$group " ;;
                -) kill -9 "-$group" 2>/dev/null
                   case $groups in
                     *" $group "*) groups="${groups%%" $group "*} ${groups#*" $group "}" ;;
                   esac
                   echo "$group" ;;
              esac
            done
            for group in $groups; do kill -9 "-$group" 2>/dev/null; done
            """;

    private final Process process;
    private final OutputStream commands;
    private final Map<Long, CompletableFuture<Void>> kills = new ConcurrentHashMap<>();

    private Reaper(Process process) {
        this.process = process;
        this.commands = process.getOutputStream();
        Thread listener = new Thread(this::listen, "kubeface-reaper");
        listener.setDaemon(true);
        listener.start();
    }

    /**
     * Starts one.
     *
     * @param setsid the command that runs another in a new session
     */
    static Reaper start(Path setsid, Path shell) throws IOException {
        return new Reaper(
                new ProcessBuilder(List.of(setsid.toString(), shell.toString(), "-c", SCRIPT, "kubeface-reaper"))
                        .directory(new File("/"))
                        .redirectError(Redirect.DISCARD)
                        .start());
    }

    boolean isAlive() {
        return process.isAlive();
    }

    /** Its process. */
    long pid() {
        return process.pid();
    }

    /** From now on the group dies with the driver. */
    void add(long group) throws IOException {
        send('+', group);
    }

    /**
     * Kills a group, if anything of it is left, and forgets it.
     *
     * @return completes when the signal has been sent; fails when this process ended before
     */
    CompletableFuture<Void> kill(long group) {
        CompletableFuture<Void> sent = kills.computeIfAbsent(group, any -> new CompletableFuture<>());
        try {
            send('-', group);
        } catch (IOException e) {
            kills.remove(group);
            sent.completeExceptionally(e);
        }
        return sent;
    }

    /** Kills the groups that are left and ends the process; waits for that. */
    @Override
    public void close() throws IOException {
        try {
            commands.close();
        } finally {
            awaitEnd();
        }
    }

    private void awaitEnd() {
        try {
            if (!process.waitFor(10, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }

    private synchronized void send(char action, long group) throws IOException {
        commands.write((action + " " + group + "\n").getBytes(StandardCharsets.US_ASCII));
        commands.flush();
    }

    private void listen() {
        try (BufferedReader replies =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.US_ASCII))) {
            for (String line = replies.readLine(); line != null; line = replies.readLine()) {
                CompletableFuture<Void> sent = kills.remove(Long.valueOf(line));
                if (sent != null) {
                    sent.complete(null);
                }
            }
        } catch (IOException e) {
            failKills(e);
        }
        failKills(new IOException("The helper process " + process.pid() + " that kills process groups has ended."));
    }

    private void failKills(IOException cause) {
        kills.values().forEach(kill -> kill.completeExceptionally(cause));
        kills.clear();
    }
}
