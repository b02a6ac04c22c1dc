package io.kubeface.pubsub;

import com.google.api.core.ApiFuture;
import com.google.api.core.ApiFutures;
import com.google.api.core.SettableApiFuture;
import com.google.api.gax.grpc.GrpcStatusCode;
import com.google.api.gax.rpc.ApiException;
import com.google.api.gax.rpc.ApiExceptionFactory;
import com.google.protobuf.Empty;
import com.google.pubsub.v1.PubsubMessage;
import com.google.pubsub.v1.PullResponse;
import com.google.pubsub.v1.ReceivedMessage;
import io.grpc.Status;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;

/** A subscription moved by hand, on one thread. */
final class FakeSubscription implements ClientSubscription {
    record Pull(int maxMessages, boolean atOnce, SettableApiFuture<PullResponse> answer) {}

    final List<Pull> pulls = new ArrayList<>();
    final List<List<String>> acknowledged = new ArrayList<>();
    final Queue<IOException> failuresToMake = new ArrayDeque<>();
    Runnable duringMake = () -> {};
    int made;
    int closed;

    @Override
    public void make() throws IOException {
        duringMake.run();
        IOException failure = failuresToMake.poll();
        if (failure != null) {
            throw failure;
        }
        made++;
    }

    @Override
    public ApiFuture<PullResponse> pull(int maxMessages, boolean atOnce) {
        Pull pull = new Pull(maxMessages, atOnce, SettableApiFuture.create());
        pulls.add(pull);
        return pull.answer();
    }

    @Override
    public ApiFuture<?> acknowledge(List<String> ackIds) {
        acknowledged.add(ackIds);
        return ApiFutures.immediateFuture(Empty.getDefaultInstance());
    }

    @Override
    public PubSubFailure explain(Throwable failure) {
        return PubSubFailure.of(failure, "pull", "pubsub.subscriptions.consume");
    }

    @Override
    public void close() {
        closed++;
    }

    /** The pull begun last. */
    Pull last() {
        return pulls.get(pulls.size() - 1);
    }

    void answer(ReceivedMessage... messages) {
        last().answer()
                .set(PullResponse.newBuilder()
                        .addAllReceivedMessages(List.of(messages))
                        .build());
    }

    void fail(Status.Code code) {
        last().answer().setException(failure(code));
    }

    static ApiException failure(Status.Code code) {
        return ApiExceptionFactory.createException(
                code + " by hand", code.toStatus().asRuntimeException(), GrpcStatusCode.of(code), false);
    }

    static ReceivedMessage message(String ackId, String object) {
        return ReceivedMessage.newBuilder()
                .setAckId(ackId)
                .setMessage(PubsubMessage.newBuilder()
                        .putAttributes("eventType", "OBJECT_FINALIZE")
                        .putAttributes("bucketId", "data")
                        .putAttributes("objectId", object))
                .build();
    }
}
