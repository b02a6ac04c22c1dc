package io.kubeface.cli;

import io.kubeface.core.store.ObjectInfo;
import io.kubeface.core.store.ObjectStore;
import io.kubeface.core.store.PutMode;
import io.kubeface.gcs.BucketObjects;
import java.io.IOException;
import java.util.Optional;

/**
 * An object of a bucket, or those below a prefix.
 *
 * @param objects all of the bucket
 * @param bucket its name
 * @param name of the object or prefix; empty, or with a slash at its end, for a prefix only
 */
record BucketPlace(BucketObjects objects, String bucket, String name) implements CopyPlace {
    /** What URLs of objects begin with. */
    static final String SCHEME = "gs://";

    @Override
    public Optional<CopyFile> file() throws IOException {
        return isDirectory() ? Optional.empty() : objects.stat(name).map(info -> file(info, lastPart(name)));
    }

    private CopyFile file(ObjectInfo info, String shortName) {
        return new CopyFile(
                shortName,
                info.sizeBytes(),
                info.contentType(),
                () -> objects.get(info.name()).body());
    }

    private static String lastPart(String name) {
        return name.substring(name.lastIndexOf('/') + 1);
    }

    @Override
    public boolean each(CopyFile.Visitor visitor) throws IOException {
        String prefix = prefix();
        boolean[] any = {false};
        objects.each(prefix, info -> {
            any[0] = true;
            // What consoles make to show an empty directory.
            boolean marker = info.name().endsWith("/") && info.sizeBytes() == 0;
            if (!marker) {
                visitor.visit(file(info, info.name().substring(prefix.length())));
            }
        });
        return any[0];
    }

    private String prefix() {
        return isDirectory() ? name : name + "/";
    }

    @Override
    public boolean isDirectory() {
        return name.isEmpty() || name.endsWith("/");
    }

    @Override
    public boolean write(String below, PutMode mode, String contentType, ObjectStore.Body body) throws IOException {
        return objects.put(full(below), mode, contentType, body);
    }

    private String full(String below) {
        return below.isEmpty() ? name : prefix() + below;
    }

    @Override
    public boolean isWithin(CopyPlace other) {
        return other instanceof BucketPlace place && place.bucket.equals(bucket) && prefix().startsWith(place.prefix());
    }

    /** An object comes to be with the last request only. */
    @Override
    public void discard() {}

    @Override
    public String shown(String below) {
        return SCHEME + bucket + "/" + full(below);
    }

    @Override
    public void close() throws IOException {
        objects.close();
    }
}
