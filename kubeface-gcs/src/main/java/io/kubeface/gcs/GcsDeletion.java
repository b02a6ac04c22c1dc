package io.kubeface.gcs;

import com.google.cloud.storage.StorageBatch;
import com.google.cloud.storage.StorageBatchResult;
import com.google.cloud.storage.StorageException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Deletes many objects, a hundred with each request. */
final class GcsDeletion {
    /** <a href="https://cloud.google.com/storage/docs/batch#overview">The service's limit.</a> */
    private static final int LARGEST_BATCH = 100;

    private final Bucket bucket;
    private final GcsFailures failures;

    GcsDeletion(Bucket bucket, GcsFailures failures) {
        this.bucket = bucket;
        this.failures = failures;
    }

    /** Tries all of them, and throws the first one's failure then. */
    void delete(List<String> names) throws IOException {
        if (names.size() == 1) {
            deleteOne(names.get(0));
            return;
        }
        @Nullable IOException first = null;
        for (int start = 0; start < names.size(); start += LARGEST_BATCH) {
            for (String left : leftBy(names.subList(start, Math.min(names.size(), start + LARGEST_BATCH)))) {
                // The client repeats single calls, and no batches.
                try {
                    deleteOne(left);
                } catch (IOException e) {
                    if (first == null) {
                        first = e;
                    } else if (first != e) {
                        first.addSuppressed(e);
                    }
                }
            }
        }
        if (first != null) {
            throw first;
        }
    }

    /** Sends a batch; returns those of which it is not known that they are gone. */
    private List<String> leftBy(List<String> names) {
        StorageBatch batch = bucket.client().batch();
        List<StorageBatchResult<Boolean>> results = new ArrayList<>(names.size());
        for (String name : names) {
            results.add(batch.delete(bucket.id(name)));
        }
        try {
            batch.submit();
        } catch (StorageException e) {
            return names;
        }
        List<String> left = new ArrayList<>();
        for (int i = 0; i < names.size(); i++) {
            try {
                results.get(i).get();
            } catch (StorageException e) {
                left.add(names.get(i));
            }
        }
        return left;
    }

    private void deleteOne(String name) throws IOException {
        try {
            bucket.client().delete(bucket.id(name));
        } catch (RuntimeException e) {
            throw failures.of(Call.DELETE, name, e);
        }
    }
}
