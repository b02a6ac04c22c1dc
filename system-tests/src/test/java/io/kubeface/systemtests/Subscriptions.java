package io.kubeface.systemtests;

import com.google.api.gax.core.NoCredentialsProvider;
import com.google.api.gax.grpc.InstantiatingGrpcChannelProvider;
import com.google.cloud.pubsub.v1.SubscriptionAdminClient;
import com.google.cloud.pubsub.v1.SubscriptionAdminSettings;
import com.google.pubsub.v1.ProjectName;
import com.google.pubsub.v1.Subscription;
import java.io.IOException;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/** The subscriptions of the project. */
public final class Subscriptions {
    private Subscriptions() {}

    /** Their names. */
    public static Set<String> names() throws IOException {
        SubscriptionAdminSettings settings = SubscriptionAdminSettings.newBuilder()
                .setTransportChannelProvider(InstantiatingGrpcChannelProvider.newBuilder()
                        .setEndpoint(RealParts.variable("PUBSUB_EMULATOR_HOST"))
                        .setChannelConfigurator(channel -> channel.usePlaintext())
                        .build())
                .setCredentialsProvider(NoCredentialsProvider.create())
                .build();
        try (SubscriptionAdminClient client = SubscriptionAdminClient.create(settings)) {
            return StreamSupport.stream(
                            client.listSubscriptions(ProjectName.of(RealParts.variable("GOOGLE_CLOUD_PROJECT")))
                                    .iterateAll()
                                    .spliterator(),
                            false)
                    .map(Subscription::getName)
                    .collect(Collectors.toSet());
        }
    }
}
