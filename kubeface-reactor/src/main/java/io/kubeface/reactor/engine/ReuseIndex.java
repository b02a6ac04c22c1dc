package io.kubeface.reactor.engine;

import io.kubeface.core.name.JobKey;
import io.kubeface.core.name.ObjectName;
import io.kubeface.core.name.ReuseKey;
import io.kubeface.core.store.ObjectInfo;
import io.kubeface.core.store.ObjectPage;
import io.kubeface.core.store.ObjectStore;
import io.kubeface.reactor.Reuse;
import io.kubeface.reactor.Reuse.Verdict;
import java.io.IOException;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What was stored under a cache key when a job began, as one listing told. It takes at most 32 bytes for each stored value,
 * and 48 while it is made; so 100,000 values take less than 5 MiB.
 *
 * <p>Of an input and its occurrence it holds 64 bits. Should two have the same ones, a value is expected that is not there;
 * its task is then run, as one whose value cannot be read. Safe to read by several threads once it is made.
 */
final class ReuseIndex {
    private static final int PAGE = 1_000;
    private static final int SAME_FUNCTION = 1;
    private static final int SAME_CODE = 2;
    private static final int NEITHER = 4;

    private final String code;
    private final String function;
    /** When the values of this code and function were written: seconds, as an unsigned int. */
    private final LongIntTable own = new LongIntTable();
    /** What is the same in values of other code, or another function, of which there may be several of one input. */
    private final LongIntTable others = new LongIntTable();

    ReuseIndex(String code, String function) {
        this.code = code;
        this.function = function;
    }

    /** Lists what is there. Blocks. */
    static ReuseIndex read(ObjectStore store, JobKey key, String code, String function) throws IOException {
        ReuseIndex index = new ReuseIndex(code, function);
        @Nullable String after = null;
        ObjectPage page;
        do {
            page = store.list(ObjectName.resultPrefix(key), after, PAGE);
            for (ObjectInfo object : page.objects()) {
                index.add(object.name(), object.modified());
                after = object.name();
            }
        } while (!page.last());
        return index;
    }

    /** Notes an object; failures, and what is nobody's, are passed over. */
    void add(String path, Instant modified) {
        ObjectName.parse(path)
                .filter(ObjectName.Value.class::isInstance)
                .flatMap(name -> ReuseKey.parse(((ObjectName.Value) name).task()))
                .ifPresent(key -> add(key, modified));
    }

    private void add(ReuseKey key, Instant modified) {
        long hash = hash(key.input(), key.occurrence());
        boolean sameCode = key.code().equals(code);
        boolean sameFunction = key.function().equals(function);
        if (sameCode && sameFunction) {
            own.put(hash, (int) modified.getEpochSecond());
        } else {
            int same = sameCode ? SAME_CODE : sameFunction ? SAME_FUNCTION : NEITHER;
            others.put(hash, others.get(hash, 0) | same);
        }
    }

    /** What is known of a task before it is run. */
    Reuse find(String input, long occurrence) {
        long hash = hash(input, occurrence);
        int stored = own.get(hash, 0);
        if (stored != 0) {
            return new Reuse(Verdict.REUSED, Optional.of(Instant.ofEpochSecond(Integer.toUnsignedLong(stored))));
        }
        int same = others.get(hash, 0);
        Verdict verdict = (same & SAME_FUNCTION) != 0
                ? Verdict.CODE
                : (same & SAME_CODE) != 0 ? Verdict.FUNCTION : same != 0 ? Verdict.CODE_AND_FUNCTION : Verdict.INPUT;
        return new Reuse(verdict, Optional.empty());
    }

    /** Values of this code and function. */
    int own() {
        return own.size();
    }

    /** Inputs with values of other code or of another function. */
    int others() {
        return others.size();
    }

    /** Bytes that this holds. */
    long sizeBytes() {
        return own.sizeBytes() + others.sizeBytes();
    }

    /** FNV-1a, over what is a digest already. */
    private static long hash(String input, long occurrence) {
        long hash = 0xcbf29ce484222325L;
        for (int i = 0; i < input.length(); i++) {
            hash = (hash ^ input.charAt(i)) * 0x100000001b3L;
        }
        for (int shift = 0; shift < Long.SIZE; shift += Byte.SIZE) {
            hash = (hash ^ ((occurrence >>> shift) & 0xff)) * 0x100000001b3L;
        }
        return hash;
    }
}
