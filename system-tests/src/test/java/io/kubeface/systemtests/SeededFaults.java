package io.kubeface.systemtests;

import io.kubeface.systemtests.StorageProxy.Fault;
import java.net.URI;
import java.util.EnumMap;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Faults by a seed: of the requests of one kind for one object the first few fail, how many and how depends on the seed and
 * the kind and the object only. So every call comes through in the end, as there is more patience than faults.
 */
final class SeededFaults implements StorageProxy.Faults {
    private static final int MOST_IN_A_ROW = 2;
    private static final Fault[] KINDS = {Fault.BUSY, Fault.LOST, Fault.CUT, Fault.HALF, Fault.SLOW};

    private final long seed;
    private final Map<String, Random> chances = new ConcurrentHashMap<>();
    private final Map<String, Integer> left = new ConcurrentHashMap<>();
    private final Map<Fault, Integer> happened = new EnumMap<>(Fault.class);

    SeededFaults(long seed) {
        this.seed = seed;
    }

    /** How often each has happened. */
    synchronized Map<Fault, Integer> happened() {
        return new EnumMap<>(happened);
    }

    @Override
    public synchronized Fault of(String method, URI uri) {
        // Names of jobs and uploads are new in each run, and would make its faults others.
        String kind = method + " " + uri.toString().replaceAll("run-[0-9a-z-]+|upload_id=[^&]+", "");
        Random chance = chances.computeIfAbsent(kind, key -> new Random(seed ^ ((long) key.hashCode() << 16)));
        int more = left.computeIfAbsent(kind, key -> chance.nextInt(MOST_IN_A_ROW + 1));
        if (more == 0) {
            return Fault.NONE;
        }
        left.put(kind, more - 1);
        // To go on, a client asks how much has arrived, and fake-gcs-server takes that question for the upload's end.
        Fault fault = method.equals("PUT") ? Fault.SLOW : KINDS[chance.nextInt(KINDS.length)];
        happened.merge(fault, 1, Integer::sum);
        return fault;
    }
}
