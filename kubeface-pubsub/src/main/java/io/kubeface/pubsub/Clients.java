package io.kubeface.pubsub;

import com.google.api.gax.core.NoCredentialsProvider;
import com.google.api.gax.grpc.InstantiatingGrpcChannelProvider;
import com.google.api.gax.retrying.RetrySettings;
import com.google.api.gax.rpc.StubSettings;
import com.google.api.gax.rpc.UnaryCallSettings;
import com.google.cloud.NoCredentials;
import com.google.cloud.http.HttpTransportOptions;
import com.google.cloud.pubsub.v1.stub.GrpcPublisherStub;
import com.google.cloud.pubsub.v1.stub.GrpcSubscriberStub;
import com.google.cloud.pubsub.v1.stub.PublisherStub;
import com.google.cloud.pubsub.v1.stub.PublisherStubSettings;
import com.google.cloud.pubsub.v1.stub.SubscriberStub;
import com.google.cloud.pubsub.v1.stub.SubscriberStubSettings;
import com.google.cloud.storage.Storage;
import com.google.cloud.storage.StorageOptions;
import java.io.IOException;
import java.time.Duration;
import java.util.Set;

/**
 * The clients of the services. None of them makes a call again by itself: that is decided in one place, by
 * {@link Listening}.
 *
 * @param storage asks for the bucket's notification configurations
 * @param topics makes topics
 * @param subscriptions all else
 */
record Clients(Storage storage, PublisherStub topics, SubscriberStub subscriptions) implements AutoCloseable {
    private static final Duration CALL_TIMEOUT = Duration.ofSeconds(10);
    /** Less is refused by servers that count pings. A dead connection is then noticed while a pull waits. */
    private static final Duration KEEP_ALIVE = Duration.ofMinutes(5);

    /** Blocks: credentials may have to be looked for. */
    static Clients open(Endpoints endpoints) throws IOException {
        return new Clients(storage(endpoints), topics(endpoints), subscriptions(endpoints));
    }

    @Override
    public void close() {
        topics.close();
        subscriptions.close();
        closeQuietly(storage);
    }

    private static Storage storage(Endpoints endpoints) {
        int millis = (int) CALL_TIMEOUT.toMillis();
        StorageOptions.Builder options = StorageOptions.http()
                .setProjectId(endpoints.projectOrDefault())
                .setRetrySettings(RetrySettings.newBuilder().setMaxAttempts(1).build())
                .setTransportOptions(HttpTransportOptions.newBuilder()
                        .setConnectTimeout(millis)
                        .setReadTimeout(millis)
                        .build());
        endpoints.storageUrl().ifPresent(url -> options.setHost(url).setCredentials(NoCredentials.getInstance()));
        return options.build().getService();
    }

    private static PublisherStub topics(Endpoints endpoints) throws IOException {
        PublisherStubSettings.Builder settings = PublisherStubSettings.newBuilder();
        settings.applyToAllUnaryMethods(Clients::once);
        connect(settings, PublisherStubSettings.defaultGrpcTransportProviderBuilder(), endpoints);
        return GrpcPublisherStub.create(settings.build());
    }

    private static SubscriberStub subscriptions(Endpoints endpoints) throws IOException {
        SubscriberStubSettings.Builder settings = SubscriberStubSettings.newBuilder();
        settings.applyToAllUnaryMethods(Clients::once);
        connect(settings, SubscriberStubSettings.defaultGrpcTransportProviderBuilder(), endpoints);
        return GrpcSubscriberStub.create(settings.build());
    }

    // What gax wants is a function to Void.
    @SuppressWarnings("NullAway")
    private static Void once(UnaryCallSettings.Builder<?, ?> call) {
        call.setRetryableCodes(Set.of()).setSimpleTimeoutNoRetriesDuration(CALL_TIMEOUT);
        return null;
    }

    private static void connect(
            StubSettings.Builder<?, ?> settings,
            InstantiatingGrpcChannelProvider.Builder channel,
            Endpoints endpoints) {
        channel.setKeepAliveTimeDuration(KEEP_ALIVE);
        endpoints.pubSubEmulator().ifPresent(host -> {
            channel.setEndpoint(host).setChannelConfigurator(builder -> builder.usePlaintext());
            settings.setEndpoint(host).setCredentialsProvider(NoCredentialsProvider.create());
        });
        settings.setTransportChannelProvider(channel.build());
    }

    private static void closeQuietly(Storage storage) {
        try {
            storage.close();
        } catch (Exception e) {
            throw new IllegalStateException("The storage client did not close.", e);
        }
    }
}
