package io.kubeface.benchmarks;

import io.kubeface.benchmarks.KilledDriverMain.Mark;
import io.kubeface.core.lifecycle.CleanupReport;
import io.kubeface.reactor.Kubeface;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * A job of 200 tasks with a cache key whose driver is killed at 20 random moments, spread over the whole of the job, and run
 * again each time: only what ran at a kill is executed once more, the results are right, and after a cleanup nothing is left.
 */
final class KilledDrivers implements Scenario {
    private static final int TASKS = 200;
    private static final int KILLS = 20;
    private static final int TASK_MILLIS = 1_500;
    /** One kill in each part of the job of so many tasks; what comes after the last lasts longer than a task, so none is too late. */
    private static final int PART = (TASKS - 2 * KilledDriverMain.MAX) / KILLS;

    private static final long DEATH_SECONDS = 20;
    private static final long LIFE_SECONDS = 120;
    private static final long LOOK_MILLIS = 20;

    @Override
    public void run(Lab lab) throws IOException, InterruptedException {
        try (Directories.Temporary directory = Directories.Temporary.create()) {
            lab.say("seed " + lab.seed());
            warmUp(directory.path().resolve("warm-up"));
            new Trial(lab, directory.path().resolve("trial")).run();
        }
    }

    /** Has the workers' class data archive made, which takes longer than a driver is let live. */
    private static void warmUp(Path directory) throws IOException, InterruptedException {
        Process driver = new Site(directory).driver(1, 0);
        int exit = driver.waitFor();
        if (exit != 0) {
            throw new IllegalStateException("Exit code " + exit + " of a driver that nobody killed.");
        }
    }

    /** Where drivers work. */
    private record Site(Path storage, Path marks, Path scratch, Path results) {
        Site(Path directory) throws IOException {
            this(
                    directory.resolve("storage"),
                    Files.createDirectories(directory.resolve("marks")),
                    Files.createDirectories(directory.resolve("scratch")),
                    directory.resolve("results"));
        }

        Process driver(int tasks, int millis) throws IOException {
            return new ProcessBuilder(Lab.command(
                            List.of("-Djava.io.tmpdir=" + scratch),
                            KilledDriverMain.class,
                            List.of(
                                    Integer.toString(tasks),
                                    Integer.toString(millis),
                                    storage.toString(),
                                    marks.toString(),
                                    results.toString())))
                    .inheritIO()
                    .start();
        }

        Set<Mark> executions() throws IOException {
            try (Stream<Path> files = Files.list(marks)) {
                return files.map(file -> file.getFileName().toString())
                        .filter(Mark::isBegun)
                        .map(Mark::parse)
                        .collect(Collectors.toSet());
            }
        }

        /** How many tasks have a value. */
        int values() throws IOException {
            Path results = storage.resolve("results");
            if (Files.notExists(results)) {
                return 0;
            }
            try (Stream<Path> files = Files.walk(results)) {
                return (int)
                        files.filter(file -> file.toString().endsWith(".value")).count();
            }
        }

        /** All files of the storage but code, which is of no job. */
        List<Path> objects() throws IOException {
            try (Stream<Path> files = Files.walk(storage)) {
                return files.filter(Files::isRegularFile)
                        .filter(file -> !file.startsWith(storage.resolve("code")))
                        .toList();
            }
        }
    }

    private static final class Trial {
        private final Lab lab;
        private final Site site;
        private final Random random;
        /** How often an execution of a value was going on when its driver was killed. */
        private final Map<Integer, Integer> broken = new HashMap<>();

        private int kills;
        private int running;
        private int mostRunning;
        private int inFunction;
        private int left;

        Trial(Lab lab, Path directory) throws IOException {
            this.lab = lab;
            this.site = new Site(directory);
            this.random = new Random(lab.seed());
        }

        void run() throws IOException, InterruptedException {
            boolean killed = true;
            while (killed && kills < KILLS) {
                killed = startAndKill(kills * PART + random.nextInt(PART), random.nextInt(TASK_MILLIS));
            }
            int before = site.executions().size();
            Process last = site.driver(TASKS, TASK_MILLIS);
            int exit = last.waitFor();
            Set<Mark> executions = site.executions();
            int objects = site.objects().size();
            CleanupReport cleanup = cleanup();
            lab.say(new JsonLine()
                    .add("seed", lab.seed())
                    .add("kills", kills)
                    .add("executions", executions.size())
                    .add("executionsOfTheLastRun", executions.size() - before)
                    .add("workersRunningAtKills", running)
                    .add("functionsRunningAtKills", inFunction)
                    .add("objectsBeforeCleanup", objects)
                    .add("objectsRemoved", cleanup.objects()));
            lab.atLeast("kills in the middle of the job", kills, KILLS);
            lab.atMost("exit code of the last run", exit, 0);
            lab.atMost("results that are wrong", wrong(), 0);
            lab.atMost("workers running at one kill", mostRunning, KilledDriverMain.MAX);
            lab.atMost("executions, to tasks and what ran at the kills", executions.size(), TASKS + running);
            lab.atMost("tasks executed again that did not run at a kill", executedForNothing(executions), 0);
            lab.atMost("processes left by killed drivers", left, 0);
            lab.atMost("objects left after cleanup", site.objects().size(), 0);
            lab.atMost("files left in the drivers' scratch", Directories.countFiles(site.scratch()), 0);
        }

        /**
         * Kills a driver so long after the storage has so many values: at any moment of a task.
         *
         * @return whether it was there to be killed
         */
        private boolean startAndKill(int values, int afterMillis) throws IOException, InterruptedException {
            Set<Mark> earlier = site.executions();
            Process driver = site.driver(TASKS, TASK_MILLIS);
            awaitValues(driver, values);
            if (driver.waitFor(afterMillis, TimeUnit.MILLISECONDS)) {
                return false;
            }
            int atValues = site.values();
            Set<Mark> before = site.executions();
            Set<Long> family = driver.descendants().map(ProcessHandle::pid).collect(Collectors.toSet());
            driver.destroyForcibly().waitFor();
            awaitDeath(family);
            List<Mark> atKill = site.executions().stream()
                    .filter(mark -> !earlier.contains(mark))
                    .filter(mark -> family.contains(mark.pid()) || !before.contains(mark))
                    .toList();
            awaitDeath(atKill.stream().map(Mark::pid).collect(Collectors.toSet()));
            atKill.forEach(mark -> broken.merge(mark.value(), 1, Integer::sum));
            kills++;
            running += atKill.size();
            mostRunning = Math.max(mostRunning, atKill.size());
            long unfinished = atKill.stream()
                    .filter(mark -> Files.notExists(site.marks().resolve(mark.ended())))
                    .count();
            inFunction += (int) unfinished;
            lab.say("kill " + kills + " at " + atValues + " values, " + afterMillis + " ms after " + values + ": "
                    + (site.executions().size() - earlier.size()) + " executions, of " + atKill.size()
                    + " the worker ran, of " + unfinished + " the function");
            return true;
        }

        /** Waits until there are so many values, or the driver has ended. */
        private void awaitValues(Process driver, int values) throws IOException, InterruptedException {
            long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(LIFE_SECONDS);
            while (site.values() < values && !driver.waitFor(LOOK_MILLIS, TimeUnit.MILLISECONDS)) {
                if (System.nanoTime() - deadline > 0) {
                    driver.destroyForcibly();
                    throw new IllegalStateException("After " + LIFE_SECONDS + " s of a driver there are "
                            + site.values() + " values, not " + values + ".");
                }
            }
        }

        /** Waits until processes have ended; those that do not are counted. */
        private void awaitDeath(Set<Long> pids) throws InterruptedException {
            long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(DEATH_SECONDS);
            Set<Long> alive = new HashSet<>(pids);
            while (alive.removeIf(pid -> ChildWatch.commandLine(pid).isEmpty()) || !alive.isEmpty()) {
                if (System.nanoTime() - deadline > 0) {
                    left += alive.size();
                    return;
                }
                TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
            }
        }

        private int wrong() throws IOException {
            List<String> squares =
                    Files.exists(site.results()) ? Files.readAllLines(site.results()) : new ArrayList<>();
            int tooMany = Math.max(0, squares.size() - TASKS);
            return tooMany
                    + (int) IntStream.range(0, TASKS)
                            .filter(i -> i >= squares.size() || !squares.get(i).equals(Integer.toString(i * i)))
                            .count();
        }

        private int executedForNothing(Set<Mark> executions) {
            Map<Integer, Long> times =
                    executions.stream().collect(Collectors.groupingBy(Mark::value, Collectors.counting()));
            return (int) times.entrySet().stream()
                    .filter(task -> task.getValue() > 1 + broken.getOrDefault(task.getKey(), 0))
                    .count();
        }

        /** Removes all that lies under the key, when the last killed driver counts as dead. */
        private CleanupReport cleanup() throws InterruptedException {
            TimeUnit.SECONDS.sleep(KilledDriverMain.GRACE.toSeconds() + 1);
            try (Kubeface kubeface = Clients.builder(
                            Clients.LOCAL_PROCESS, site.storage(), KilledDriverMain.MAX, List.of())
                    .driverLossGrace(KilledDriverMain.GRACE)
                    .build()) {
                return kubeface.cleanup(KilledDriverMain.CACHE_KEY)
                        .blockOptional()
                        .orElseThrow();
            }
        }
    }
}
