package io.kubeface.pubsub;

import com.google.cloud.storage.Notification;
import com.google.cloud.storage.NotificationInfo;
import com.google.cloud.storage.NotificationInfo.EventType;
import com.google.cloud.storage.NotificationInfo.PayloadFormat;
import com.google.cloud.storage.Storage;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A bucket's configurations of notifications: which of them tell of results, and a new one. Its calls block. */
final class BucketNotifications {
    private final Storage storage;
    private final BucketRoot root;

    BucketNotifications(Storage storage, BucketRoot root) {
        this.storage = storage;
        this.root = root;
    }

    /**
     * The full name of the topic to which results are told; of several, that of the configuration which tells least
     * beside.
     *
     * @param wanted only this topic
     */
    Optional<String> topic(Optional<String> wanted) {
        return told().stream()
                .filter(this::covers)
                .filter(info -> wanted.isEmpty() || wanted.get().equals(topicName(info)))
                .max(Comparator.<Notification>comparingInt(
                                info -> prefixOf(info).length())
                        .thenComparing(info -> info.getPayloadFormat() == PayloadFormat.NONE)
                        .thenComparing(Comparator.comparing(Notification::getNotificationId, BucketNotifications::byAge)
                                .reversed()))
                .map(BucketNotifications::topicName);
    }

    /**
     * Makes a configuration for results. When another client made an equal one at the same time, which is seen
     * afterwards, the younger one goes: so one stays, and meanwhile messages are doubled, which does no harm.
     */
    void create(String topic) {
        Notification made = storage.createNotification(
                root.bucket(),
                NotificationInfo.newBuilder(topic)
                        .setEventTypes(EventType.OBJECT_FINALIZE)
                        .setPayloadFormat(PayloadFormat.NONE)
                        .setObjectNamePrefix(root.resultsPrefix())
                        .build());
        boolean older = told().stream()
                .filter(other -> covers(other)
                        && topic.equals(topicName(other))
                        && prefixOf(other).equals(root.resultsPrefix()))
                .anyMatch(other -> byAge(other.getNotificationId(), made.getNotificationId()) < 0);
        if (older) {
            storage.deleteNotification(root.bucket(), made.getNotificationId());
        }
    }

    private List<Notification> told() {
        List<Notification> all = storage.listNotifications(root.bucket());
        return all == null ? List.of() : all;
    }

    private boolean covers(NotificationInfo info) {
        List<EventType> types = info.getEventTypes();
        return (types == null || types.isEmpty() || types.contains(EventType.OBJECT_FINALIZE))
                && root.resultsPrefix().startsWith(prefixOf(info));
    }

    private static String prefixOf(NotificationInfo info) {
        @Nullable String prefix = info.getObjectNamePrefix();
        return prefix == null ? "" : prefix;
    }

    /** Without the service's address before it. */
    private static String topicName(NotificationInfo info) {
        String topic = info.getTopic();
        int start = topic.indexOf("projects/");
        return start < 0 ? topic : topic.substring(start);
    }

    /** Ids are numbers that grow. */
    private static int byAge(String id, String other) {
        return id.length() == other.length() ? id.compareTo(other) : Integer.compare(id.length(), other.length());
    }
}
