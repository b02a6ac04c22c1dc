package io.kubeface.pubsub;

import com.google.pubsub.v1.PubsubMessage;
import io.kubeface.core.name.JobKey;
import io.kubeface.reactor.events.ObjectEvent;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import reactor.test.StepVerifier;

class PubSubRestartIT {
    private static final JobKey JOB = new JobKey("job-1");
    private static final ObjectEvent GAP = new ObjectEvent.Gap();
    private static final Duration DEADLINE = Duration.ofMinutes(10);

    @Test
    void aServiceThatComesLateIsWaitedForAndOneThatForgotEverythingIsToldAgain() throws Exception {
        Endpoints environment = Endpoints.ofEnvironment(Optional.empty());
        try (OwnPubSub service = new OwnPubSub();
                RealParts parts = new RealParts(new Endpoints(
                        environment.storageEmulator(), Optional.of(service.host()), environment.project()))) {
            PubSubEvents events = parts.events();
            StepVerifier.create(events.results(JOB))
                    .expectSubscription()
                    .then(() -> run(service::start))
                    .expectNext(GAP)
                    .then(() -> parts.publish(result(parts, 1)))
                    .expectNext(written(1))
                    .then(() -> run(service::stop))
                    .then(() -> run(service::start))
                    .expectNext(GAP)
                    .then(() -> parts.publish(result(parts, 2)))
                    .expectNext(written(2))
                    .thenCancel()
                    .verify(DEADLINE);
            events.close().block(DEADLINE);
        }
    }

    /** As the bucket would tell; the one at hand tells another service. */
    private static PubsubMessage result(RealParts parts, int task) {
        return PubsubMessage.newBuilder()
                .putAttributes("eventType", "OBJECT_FINALIZE")
                .putAttributes("bucketId", parts.bucket)
                .putAttributes("objectId", "root/results/" + JOB + "/" + task + ".value")
                .build();
    }

    private static ObjectEvent written(int task) {
        return new ObjectEvent.Written("results/" + JOB + "/" + task + ".value");
    }

    private static void run(Step step) {
        try {
            step.run();
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    @FunctionalInterface
    private interface Step {
        void run() throws Exception;
    }
}
