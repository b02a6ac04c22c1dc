package io.kubeface.benchmarks;

import io.kubeface.reactor.Kubeface;
import io.kubeface.reactor.Result;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.reactivestreams.Subscription;
import reactor.core.publisher.BaseSubscriber;
import reactor.core.publisher.Flux;
import reactor.core.publisher.SynchronousSink;

/**
 * An endless source and a subscriber that asks for one result a second, for 20 s, four tasks at once: little more is
 * taken than was asked for, and nothing grows. And a subscriber that never asks gets nothing done.
 */
final class EndlessSource implements Scenario {
    private static final int SECONDS = 20;
    private static final int SETTLED_AFTER = 6;
    private static final int MAX = 4;
    private static final long SECOND_MILLIS = 1000;
    private static final double MEBIBYTE = 1 << 20;
    /** What a heap may differ after a collection, by caches of the JVM and of Reactor. */
    private static final double HEAP_SLACK_MEBIBYTES = 2;

    /**
     * What must not grow.
     *
     * @param heapMebibytes in use after a collection
     * @param files below the storage root
     * @param open files, pipes and the like of this process
     * @param threads of this process
     */
    private record Sample(double heapMebibytes, int files, int open, int threads) {}

    @Override
    public void run(Lab lab) throws IOException, InterruptedException {
        for (String backend : List.of(Clients.LOCAL_PROCESS, Clients.IN_PROCESS)) {
            try (Directories.Temporary storage = Directories.Temporary.create();
                    Kubeface kubeface = Clients.builder(backend, storage.path(), MAX, List.of())
                            .build()) {
                oneASecond(lab, backend, kubeface, storage);
                never(lab, backend, kubeface, storage);
            }
        }
    }

    private static void oneASecond(Lab lab, String backend, Kubeface kubeface, Directories.Temporary storage)
            throws IOException, InterruptedException {
        AtomicInteger pulled = new AtomicInteger();
        Subscriber subscriber = new Subscriber();
        List<Sample> samples = new ArrayList<>();
        kubeface.<Integer, Integer>map(x -> x * x, endless(pulled)).subscribe(subscriber);
        for (int second = 0; second < SECONDS; second++) {
            subscriber.request(1);
            Thread.sleep(SECOND_MILLIS);
            if (second >= SETTLED_AFTER) {
                samples.add(sample(storage));
            }
        }
        int taken = pulled.get();
        int received = subscriber.received.get();
        subscriber.cancel();
        Sample early = worst(samples.subList(0, samples.size() / 2));
        Sample late = worst(samples.subList(samples.size() / 2, samples.size()));
        lab.say(new JsonLine()
                .add("endless", backend)
                .add("requested", SECONDS)
                .add("received", received)
                .add("pulled", taken)
                .add("earlyHeapMebibytes", early.heapMebibytes())
                .add("lateHeapMebibytes", late.heapMebibytes())
                .add("earlyFiles", early.files())
                .add("lateFiles", late.files())
                .add("earlyOpen", early.open())
                .add("lateOpen", late.open())
                .add("earlyThreads", early.threads())
                .add("lateThreads", late.threads()));
        lab.atLeast(backend + ": results of " + SECONDS + " that were asked for", received, SECONDS - 1);
        lab.atMost(backend + ": inputs pulled", taken, SECONDS + 2 * MAX);
        lab.atMost(backend + ": MiB of heap, late", late.heapMebibytes(), early.heapMebibytes() + HEAP_SLACK_MEBIBYTES);
        lab.atMost(backend + ": files, late", late.files(), early.files() + MAX);
        lab.atMost(backend + ": open files, late", late.open(), early.open() + MAX);
        lab.atMost(backend + ": threads, late", late.threads(), early.threads() + MAX);
    }

    private static void never(Lab lab, String backend, Kubeface kubeface, Directories.Temporary storage)
            throws IOException, InterruptedException {
        AtomicInteger pulled = new AtomicInteger();
        Subscriber subscriber = new Subscriber();
        Thread.sleep(SECOND_MILLIS);
        int before = Directories.countFiles(storage.path());
        kubeface.<Integer, Integer>map(x -> x * x, endless(pulled)).subscribe(subscriber);
        Thread.sleep(2 * SECOND_MILLIS);
        lab.atMost(backend + ": inputs pulled for a subscriber that never asks", pulled.get(), 0);
        lab.atMost(backend + ": files then", Directories.countFiles(storage.path()), before);
        subscriber.cancel();
    }

    private static Flux<Integer> endless(AtomicInteger pulled) {
        return Flux.generate((SynchronousSink<Integer> sink) -> sink.next(pulled.getAndIncrement()));
    }

    private static Sample sample(Directories.Temporary storage) throws IOException {
        System.gc();
        String[] open = Path.of("/proc/self/fd").toFile().list();
        return new Sample(
                Memory.heapInUse() / MEBIBYTE,
                Directories.countFiles(storage.path()),
                open == null ? 0 : open.length,
                ManagementFactory.getThreadMXBean().getThreadCount());
    }

    private static Sample worst(List<Sample> samples) {
        Sample worst = new Sample(0, 0, 0, 0);
        for (Sample sample : samples) {
            worst = new Sample(
                    Math.max(worst.heapMebibytes(), sample.heapMebibytes()),
                    Math.max(worst.files(), sample.files()),
                    Math.max(worst.open(), sample.open()),
                    Math.max(worst.threads(), sample.threads()));
        }
        return worst;
    }

    /** Asks for nothing by itself. */
    private static final class Subscriber extends BaseSubscriber<Result<Integer>> {
        final AtomicInteger received = new AtomicInteger();

        @Override
        protected void hookOnSubscribe(Subscription subscription) {
            // The scenario asks.
        }

        @Override
        protected void hookOnNext(Result<Integer> result) {
            result.get();
            received.incrementAndGet();
        }
    }
}
