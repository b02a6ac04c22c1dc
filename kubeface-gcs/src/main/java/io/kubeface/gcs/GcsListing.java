package io.kubeface.gcs;

import com.google.api.gax.paging.Page;
import com.google.cloud.storage.Blob;
import com.google.cloud.storage.Storage.BlobField;
import com.google.cloud.storage.Storage.BlobListOption;
import io.kubeface.core.store.ObjectInfo;
import io.kubeface.core.store.ObjectNames;
import io.kubeface.core.store.ObjectPage;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One page of a listing, of as many of the service's. Objects whose names no store could have given them are somebody
 * else's and passed over.
 */
final class GcsListing {
    /** The service's own limit. */
    private static final int LARGEST_PAGE = 1000;
    /** Of the characters that names are made of, the first ones in the service's order: plus, before slash and digits. */
    private static final char FIRST = '+';

    private static final char LAST = 'z';
    private static final char BEYOND_LAST = '~';

    /** What is asked for of each object. */
    private static final BlobField[] FIELDS = {BlobField.NAME, BlobField.SIZE, BlobField.CONTENT_TYPE, BlobField.UPDATED
    };

    private GcsListing() {}

    /** Shows all objects whose names begin with a prefix, whatever their names are. */
    static void each(Bucket bucket, String prefix, BucketObjects.Visitor visitor) throws IOException {
        Page<Blob> page = bucket.client()
                .list(
                        bucket.root().bucket(),
                        BlobListOption.prefix(bucket.root().prefix() + prefix),
                        BlobListOption.fields(FIELDS));
        while (page != null) {
            for (Blob blob : page.getValues()) {
                visitor.visit(bucket.info(blob));
            }
            page = page.hasNextPage() ? page.getNextPage() : null;
        }
    }

    static ObjectPage read(Bucket bucket, String prefix, @Nullable String after, int limit) {
        if (!canBegin(prefix)) {
            return new ObjectPage(List.of(), true);
        }
        String inBucket = bucket.root().prefix();
        List<BlobListOption> options = new ArrayList<>(4);
        options.add(BlobListOption.prefix(inBucket + prefix));
        // One more than wanted tells whether the page is the last.
        options.add(BlobListOption.pageSize(Math.min(LARGEST_PAGE, limit + 1)));
        options.add(BlobListOption.fields(FIELDS));
        if (after != null && after.compareTo(prefix) >= 0) {
            options.add(BlobListOption.startOffset(inBucket + startAfter(after)));
        }
        List<ObjectInfo> found = new ArrayList<>();
        Page<Blob> page = bucket.client().list(bucket.root().bucket(), options.toArray(new BlobListOption[0]));
        while (page != null) {
            for (Blob blob : page.getValues()) {
                String name = bucket.name(blob);
                if (!isName(name) || (after != null && name.compareTo(after) <= 0)) {
                    continue;
                }
                if (found.size() == limit) {
                    return new ObjectPage(found, false);
                }
                found.add(bucket.info(blob));
            }
            page = page.hasNextPage() ? page.getNextPage() : null;
        }
        return new ObjectPage(found, true);
    }

    /**
     * The least string that a name which is greater than another string can be, where the service's listing begins. It
     * takes no part of that string which could not be in a name: the service may not take control characters.
     */
    static String startAfter(String after) {
        for (int i = 0; i < after.length(); i++) {
            char c = after.charAt(i);
            if (c < FIRST) {
                return after.substring(0, i) + FIRST;
            }
            if (c > LAST) {
                return after.substring(0, i) + BEYOND_LAST;
            }
        }
        return after + FIRST;
    }

    /** Whether there can be names that begin so. */
    private static boolean canBegin(String prefix) {
        int slash = prefix.lastIndexOf('/') + 1;
        String begun = prefix.substring(slash);
        // "." and ".." are no names but begin some.
        return ObjectNames.isDirectory(prefix.substring(0, slash))
                && (begun.isEmpty() || begun.equals(".") || begun.equals("..") || ObjectNames.isDirectory(begun + "/"));
    }

    private static boolean isName(String name) {
        return !name.endsWith("/") && ObjectNames.isDirectory(name + "/");
    }
}
