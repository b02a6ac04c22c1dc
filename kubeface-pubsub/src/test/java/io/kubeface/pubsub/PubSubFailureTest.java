package io.kubeface.pubsub;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.cloud.storage.StorageException;
import io.grpc.Status;
import io.kubeface.core.store.PermanentStorageException;
import io.kubeface.core.store.TransientStorageException;
import io.kubeface.pubsub.PubSubFailure.Kind;
import org.junit.jupiter.api.Test;

class PubSubFailureTest {

    private static PubSubFailure of(Throwable failure) {
        return PubSubFailure.of(failure, "make the thing", "things.create on the project");
    }

    @Test
    void whatMayWorkLaterIsTransient() {
        for (Status.Code code : new Status.Code[] {
            Status.Code.UNAVAILABLE, Status.Code.DEADLINE_EXCEEDED, Status.Code.RESOURCE_EXHAUSTED, Status.Code.INTERNAL
        }) {
            PubSubFailure failure = of(FakeSubscription.failure(code));
            assertThat(failure.kind()).isEqualTo(Kind.PASSING);
            assertThat(failure.exception())
                    .isInstanceOf(TransientStorageException.class)
                    .hasMessageContaining("make the thing");
        }
        for (int code : new int[] {0, 408, 429, 500, 503}) {
            assertThat(of(new StorageException(code, "no")).kind()).isEqualTo(Kind.PASSING);
        }
    }

    @Test
    void aMissingRightIsNamed() {
        for (Throwable refused : new Throwable[] {
            FakeSubscription.failure(Status.Code.PERMISSION_DENIED), new StorageException(403, "no")
        }) {
            PubSubFailure failure = of(refused);
            assertThat(failure.kind()).isEqualTo(Kind.LASTING);
            assertThat(failure.exception())
                    .isInstanceOf(PermanentStorageException.class)
                    .hasMessageContaining("Grant the driver things.create on the project");
        }
    }

    @Test
    void whoeverIsNotLoggedInIsToldHowTo() {
        assertThat(of(FakeSubscription.failure(Status.Code.UNAUTHENTICATED)).exception())
                .hasMessageContaining("application default credentials");
        assertThat(of(new StorageException(401, "no")).exception())
                .hasMessageContaining("application default credentials");
    }

    @Test
    void whatIsNotThereIsGoneAndTheRestLasts() {
        assertThat(of(FakeSubscription.failure(Status.Code.NOT_FOUND)).kind()).isEqualTo(Kind.GONE);
        assertThat(of(new StorageException(404, "no")).kind()).isEqualTo(Kind.GONE);
        assertThat(of(FakeSubscription.failure(Status.Code.INVALID_ARGUMENT)).kind())
                .isEqualTo(Kind.LASTING);
        assertThat(of(new IllegalStateException("defect")).exception()).hasMessageContaining("defect");
    }
}
