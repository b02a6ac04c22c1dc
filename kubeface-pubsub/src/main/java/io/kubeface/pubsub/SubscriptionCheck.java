package io.kubeface.pubsub;

import com.google.api.gax.rpc.ApiException;
import com.google.api.gax.rpc.NotFoundException;
import com.google.api.gax.rpc.PermissionDeniedException;
import com.google.cloud.storage.StorageException;
import com.google.pubsub.v1.PullRequest;
import io.kubeface.core.check.Check;
import io.kubeface.core.check.Finding;
import io.kubeface.gcs.Gcloud;
import java.io.IOException;
import java.util.List;

/** Makes a subscription, asks it for messages and removes it, as a driver does. */
record SubscriptionCheck(Told told) implements Check {
    @Override
    public String name() {
        return NotificationChecks.SUBSCRIPTION;
    }

    @Override
    public List<String> needs() {
        return List.of();
    }

    @Override
    public Finding run() throws IOException {
        String topic;
        try {
            topic = told.topic();
        } catch (StorageException e) {
            return Finding.skipped("the topic is not known, as the bucket's configurations cannot be read");
        }
        String name;
        try {
            name = told.subscribe();
        } catch (NotFoundException e) {
            return Finding.failed("There is no topic " + topic + ". Make it: " + Gcloud.createTopic(topic));
        } catch (PermissionDeniedException e) {
            return denied(
                    e,
                    "pubsub.subscriptions.create on the project " + told.project()
                            + " and pubsub.topics.attachSubscription on the topic " + topic);
        } catch (ApiException e) {
            throw PubSubFailure.of(e, "make a subscription to " + topic, "").exception();
        }
        Finding pulled = pull(name);
        Finding removed = remove(name);
        return pulled.status() == Finding.Status.OK ? removed : pulled;
    }

    private Finding pull(String name) throws IOException {
        PullRequest.Builder request =
                PullRequest.newBuilder().setSubscription(name).setMaxMessages(1);
        GoogleSubscription.answerAtOnce(request);
        try {
            told.clients().subscriptions().pullCallable().call(request.build());
            return Finding.ok(name);
        } catch (PermissionDeniedException e) {
            return denied(e, "pubsub.subscriptions.consume on the project " + told.project());
        } catch (ApiException e) {
            throw PubSubFailure.of(e, "ask " + name + " for messages", "").exception();
        }
    }

    private Finding remove(String name) throws IOException {
        try {
            told.unsubscribe(name);
            return Finding.ok("made to " + told.topic() + ", used and removed");
        } catch (PermissionDeniedException e) {
            return denied(e, "pubsub.subscriptions.delete on the project " + told.project());
        } catch (ApiException e) {
            throw PubSubFailure.of(e, "remove " + name, "").exception();
        }
    }

    private Finding denied(PermissionDeniedException refusal, String rights) {
        return Finding.failed("The driver lacks " + rights + " (" + refusal.getMessage()
                + "). Grant it: "
                + Gcloud.grantOnProject(told.project(), Gcloud.SOMEBODY, "roles/pubsub.editor")
                + ", or the least of deploy/gcp/driver-role.yaml");
    }
}
