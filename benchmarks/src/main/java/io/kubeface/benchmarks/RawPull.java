package io.kubeface.benchmarks;

import com.google.api.gax.core.NoCredentialsProvider;
import com.google.api.gax.grpc.InstantiatingGrpcChannelProvider;
import com.google.api.gax.rpc.ApiException;
import com.google.api.gax.rpc.TransportChannelProvider;
import com.google.cloud.pubsub.v1.SubscriptionAdminClient;
import com.google.cloud.pubsub.v1.SubscriptionAdminSettings;
import com.google.pubsub.v1.PullResponse;
import com.google.pubsub.v1.PushConfig;
import com.google.pubsub.v1.ReceivedMessage;
import com.google.pubsub.v1.SubscriptionName;
import com.google.pubsub.v1.TopicName;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;

/** The least that hears of objects: one unary pull after the other. */
final class RawPull implements AutoCloseable {
    private static final int AT_ONCE = 100;
    private static final int ACK_SECONDS = 60;

    private final SubscriptionAdminClient client;
    private final SubscriptionName subscription;
    private final Thread thread;
    private volatile boolean closed;

    /** @param arrived is told each object's name, on a thread of its own */
    RawPull(String topic, Consumer<String> arrived) throws IOException {
        TransportChannelProvider channels = InstantiatingGrpcChannelProvider.newBuilder()
                .setEndpoint(ClusterParts.variable("PUBSUB_EMULATOR_HOST"))
                .setChannelConfigurator(channel -> channel.usePlaintext())
                .build();
        client = SubscriptionAdminClient.create(SubscriptionAdminSettings.newBuilder()
                .setTransportChannelProvider(channels)
                .setCredentialsProvider(NoCredentialsProvider.create())
                .build());
        subscription = SubscriptionName.of(ClusterParts.project(), "raw-" + System.nanoTime());
        client.createSubscription(
                subscription,
                TopicName.of(ClusterParts.project(), topic),
                PushConfig.getDefaultInstance(),
                ACK_SECONDS);
        thread = new Thread(() -> pull(arrived), "raw-pull");
        thread.setDaemon(true);
    }

    void start() {
        thread.start();
    }

    private void pull(Consumer<String> arrived) {
        while (!closed) {
            PullResponse response;
            try {
                response = client.pull(subscription, AT_ONCE);
            } catch (ApiException | RejectedExecutionException e) {
                if (closed) {
                    return;
                }
                throw e;
            }
            List<String> acknowledged = new ArrayList<>();
            for (ReceivedMessage message : response.getReceivedMessagesList()) {
                arrived.accept(message.getMessage().getAttributesOrDefault("objectId", ""));
                acknowledged.add(message.getAckId());
            }
            if (!acknowledged.isEmpty()) {
                client.acknowledge(subscription, acknowledged);
            }
        }
    }

    @Override
    public void close() {
        closed = true;
        client.deleteSubscription(subscription);
        client.shutdownNow();
    }
}
