package io.kubeface.systemtests;

import com.google.api.gax.core.NoCredentialsProvider;
import com.google.api.gax.grpc.InstantiatingGrpcChannelProvider;
import com.google.cloud.pubsub.v1.TopicAdminClient;
import com.google.cloud.pubsub.v1.TopicAdminSettings;
import java.io.IOException;
import java.util.UUID;

/** A name for a topic of a test's own, which may be made and goes with this. */
final class Topic implements AutoCloseable {
    final String name =
            "projects/" + RealParts.variable("GOOGLE_CLOUD_PROJECT") + "/topics/kubeface-test-" + UUID.randomUUID();
    private final TopicAdminClient client;
    private boolean there;

    Topic() throws IOException {
        client = TopicAdminClient.create(TopicAdminSettings.newBuilder()
                .setTransportChannelProvider(InstantiatingGrpcChannelProvider.newBuilder()
                        .setEndpoint(RealParts.variable("PUBSUB_EMULATOR_HOST"))
                        .setChannelConfigurator(channel -> channel.usePlaintext())
                        .build())
                .setCredentialsProvider(NoCredentialsProvider.create())
                .build());
    }

    void create() {
        client.createTopic(name);
        there = true;
    }

    /** Somebody else has made it. */
    void made() {
        there = true;
    }

    void delete() {
        client.deleteTopic(name);
        there = false;
    }

    @Override
    public void close() {
        if (there) {
            delete();
        }
        client.close();
    }
}
