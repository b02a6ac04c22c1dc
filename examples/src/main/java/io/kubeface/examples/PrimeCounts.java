package io.kubeface.examples;

import io.kubeface.core.Remote;
import io.kubeface.reactor.Kubeface;
import io.kubeface.reactor.Result;
import java.util.Arrays;
import java.util.BitSet;
import reactor.core.publisher.Flux;

/**
 * How many primes there are below each power of ten: a table that all tasks need is a remote object, written to the storage
 * once, and each worker reads it from there.
 */
public final class PrimeCounts {
    private static final int POWERS = 6;

    private PrimeCounts() {}

    public static void main(String[] args) {
        try (Kubeface kubeface = Kubeface.create()) {
            Remote<int[]> primes = kubeface.remote(primesBelow((int) Math.pow(10, POWERS)));
            kubeface.map((Integer power) -> countBelow(primes.get(), (int) Math.pow(10, power)), Flux.range(1, POWERS))
                    .map(Result::get)
                    .doOnNext(System.out::println)
                    .blockLast();
        }
    }

    private static int countBelow(int[] primes, int bound) {
        int place = Arrays.binarySearch(primes, bound);
        return place < 0 ? -place - 1 : place;
    }

    private static int[] primesBelow(int bound) {
        BitSet composite = new BitSet(bound);
        for (int i = 2; i * i < bound; i = composite.nextClearBit(i + 1)) {
            for (int multiple = i * i; multiple < bound; multiple += i) {
                composite.set(multiple);
            }
        }
        composite.flip(2, bound);
        return composite.stream().toArray();
    }
}
