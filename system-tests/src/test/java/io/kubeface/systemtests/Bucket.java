package io.kubeface.systemtests;

import com.google.cloud.NoCredentials;
import com.google.cloud.storage.Blob;
import com.google.cloud.storage.BlobInfo;
import com.google.cloud.storage.BucketInfo;
import com.google.cloud.storage.NotificationInfo;
import com.google.cloud.storage.Storage;
import com.google.cloud.storage.StorageOptions;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** A bucket of a test, which goes with all that is in it. */
public final class Bucket implements AutoCloseable {
    private final Storage storage = StorageOptions.http()
            .setHost(RealParts.variable("STORAGE_EMULATOR_HOST"))
            .setProjectId(RealParts.variable("GOOGLE_CLOUD_PROJECT"))
            .setCredentials(NoCredentials.getInstance())
            .build()
            .getService();

    final String name;

    /** Makes a new one. */
    public Bucket() {
        this("kubeface-test-" + UUID.randomUUID());
        storage.create(BucketInfo.of(name));
    }

    /** One that is there. */
    Bucket(String name) {
        this.name = name;
    }

    /** Makes it tell of new objects whose names begin so. */
    void tell(String topic, String prefix) {
        storage.createNotification(
                name,
                NotificationInfo.newBuilder(topic)
                        .setEventTypes(NotificationInfo.EventType.OBJECT_FINALIZE)
                        .setPayloadFormat(NotificationInfo.PayloadFormat.NONE)
                        .setObjectNamePrefix(prefix)
                        .build());
    }

    /** Removes all configurations of notifications. */
    void tellNothing() {
        storage.listNotifications(name)
                .forEach(notification -> storage.deleteNotification(name, notification.getNotificationId()));
    }

    /** Makes an empty object. */
    void put(String object) {
        storage.create(BlobInfo.newBuilder(name, object).build());
    }

    /** A storage root in it. */
    public String url() {
        return "gs://" + name + "/root";
    }

    /** Names of what is left of jobs; staged code stays for the next job, and status pages for people. */
    public List<String> leftovers() {
        return objects().map(BlobInfo::getName).toList();
    }

    /** The generations of all objects that there are but these, by name: another when an object was written again. */
    public Map<String, Long> generations() {
        return objects().collect(Collectors.toMap(BlobInfo::getName, BlobInfo::getGeneration));
    }

    private Stream<Blob> objects() {
        return StreamSupport.stream(storage.list(name).iterateAll().spliterator(), false)
                .filter(object -> !object.getName().startsWith("root/code/"))
                .filter(object -> !object.getName().startsWith("root/status/"));
    }

    @Override
    public void close() {
        for (Blob object : storage.list(name).iterateAll()) {
            object.delete();
        }
        storage.delete(name);
    }
}
