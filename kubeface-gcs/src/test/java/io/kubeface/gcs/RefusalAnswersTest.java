package io.kubeface.gcs;

import static io.kubeface.gcs.FakeService.BUCKET;
import static io.kubeface.gcs.FakeService.error;
import static io.kubeface.gcs.FakeService.json;
import static io.kubeface.gcs.FakeService.object;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.kubeface.core.store.ObjectNotFoundException;
import io.kubeface.core.store.ObjectStore;
import io.kubeface.core.store.PermanentStorageException;
import io.kubeface.core.store.PutMode;
import io.kubeface.core.store.TransientStorageException;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** Buckets and objects in a state that the emulator does not have, and connections that are cut. */
class RefusalAnswersTest {
    private static final byte[] CONTENT = "what is in the object".getBytes(UTF_8);

    /** https://cloud.google.com/storage/docs/use-soft-deleted-buckets: to all but a restore it is not there. */
    @Test
    void aBucketThatMayBeSoftDeletedIsNamedWithTheWayBack() throws IOException {
        refused(
                error(404, "notFound", "The specified bucket does not exist."),
                store -> store.list("", null, 1),
                "no bucket " + BUCKET,
                "gcloud storage buckets list --soft-deleted",
                "gcloud storage restore");
    }

    /** https://cloud.google.com/storage/docs/soft-delete: to all but a restore it is not there. */
    @Test
    void aSoftDeletedObjectIsNotThereAndItsNameIsFree() throws IOException {
        try (FakeService service = new FakeService((r, n) -> {
                    if (r.isUpload()) {
                        return object("a", CONTENT, r.metadata());
                    }
                    return r.uri().contains("/o/a")
                            ? error(404, "notFound", "No such object: " + BUCKET + "/a")
                            : json(200, "{\"kind\":\"storage#objects\"}");
                });
                ObjectStore store = service.store()) {
            assertThatExceptionOfType(ObjectNotFoundException.class).isThrownBy(() -> store.get("a"));
            assertThat(store.stat("a")).isEmpty();
            assertThat(store.put("a", PutMode.CREATE, "text/plain", out -> out.write(CONTENT)))
                    .isTrue();
        }
    }

    /** https://cloud.google.com/storage/docs/json_api/v1/status-codes#403-forbidden, {@code retentionPolicyNotMet}. */
    @Test
    void aRetentionPolicyIsNamedAndNoRoleIsAskedFor() throws IOException {
        String said = "Object '" + BUCKET + "/a' is subject to bucket's retention policy and cannot be deleted,"
                + " overwritten or archived until 2027-01-01T00:00:00Z";
        for (Action action : List.<Action>of(
                store -> store.delete(List.of("a")),
                store -> store.put("a", PutMode.REPLACE, "text/plain", out -> out.write(CONTENT)))) {
            assertThat(refused(
                            error(403, "retentionPolicyNotMet", said),
                            action,
                            "gs://" + BUCKET + "/a:",
                            "retention policy of gs://" + BUCKET,
                            "--clear-retention-period",
                            "until 2027-01-01"))
                    .doesNotContain("roles/");
        }
    }

    /** https://cloud.google.com/storage/docs/object-holds and the page above. */
    @Test
    void aHoldIsNamed() throws IOException {
        refused(
                error(403, "objectUnderActiveHold", "Object '" + BUCKET + "/a' is under active Event-Based hold"),
                store -> store.delete(List.of("a")),
                "under a hold",
                "--no-event-based-hold");
    }

    /** https://cloud.google.com/storage/docs/requester-pays and the same page's {@code UserProjectMissing}. */
    @Test
    void aBucketWhoseRequestersPayIsNamed() throws IOException {
        String said = "Bucket is a requester pays bucket but no user project provided.";
        for (FakeService.Answer answer :
                List.of(error(400, "required", said), error(400, "UserProjectMissing", "User project missing"))) {
            refused(
                    answer,
                    store -> store.list("", null, 1),
                    "makes its requesters pay",
                    "gcloud storage buckets update gs://" + BUCKET + " --no-requester-pays");
        }
    }

    /** https://cloud.google.com/storage/docs/json_api/v1/status-codes#403-forbidden, {@code accountDisabled}. */
    @Test
    void aProjectWithoutBillingIsNamedAndNoRoleIsAskedFor() throws IOException {
        assertThat(refused(
                        error(
                                403,
                                "accountDisabled",
                                "The billing account for the owning project is disabled in state absent"),
                        store -> store.stat("a"),
                        "the project that owns gs://" + BUCKET + " is disabled",
                        "gcloud billing"))
                .doesNotContain("roles/");
    }

    /** https://cloud.google.com/storage/docs/retry-strategy#client-libraries: connection errors are repeated. */
    @Test
    void aSmallUploadWhoseConnectionIsCutIsSentAgain() throws IOException {
        try (FakeService service = new FakeService((r, n) -> n == 1 ? null : object("a", CONTENT, r.metadata()));
                ObjectStore store = service.store()) {
            assertThat(store.put("a", PutMode.CREATE, "text/plain", out -> out.write(CONTENT)))
                    .isTrue();
            assertThat(service.requests).hasSize(2);
            assertThat(service.requests)
                    .allSatisfy(request -> assertThat(request.body()).contains(new String(CONTENT, UTF_8)));
            assertThat(service.requests.get(1).metadata())
                    .as("by which it knows its own object")
                    .isEqualTo(service.requests.get(0).metadata());
        }
    }

    /** https://cloud.google.com/storage/docs/retry-strategy#client-libraries, as above. */
    @Test
    void aRequestOfWhoseAnswerHalfCameIsSentAgain() throws IOException {
        try (FakeService service = new FakeService((r, n) -> {
                    FakeService.Answer whole =
                            r.uri().contains("/o?") && r.method().equals("GET")
                                    ? json(200, "{\"kind\":\"storage#objects\",\"items\":[]}")
                                    : object("a", CONTENT, "{}");
                    return n % 2 == 0
                            ? whole
                            : new FakeService.Answer(
                                    200,
                                    whole.contentType(),
                                    Arrays.copyOf(whole.body(), whole.body().length / 2),
                                    whole.body().length,
                                    Map.of());
                });
                ObjectStore store = service.store()) {
            assertThat(store.stat("a")).isPresent();
            assertThat(store.put("a", PutMode.REPLACE, "text/plain", out -> out.write(CONTENT)))
                    .isTrue();
            assertThat(store.list("", null, 1).objects()).isEmpty();
            assertThat(service.requests).hasSize(6);
        }
    }

    /** https://cloud.google.com/storage/docs/performing-resumable-uploads#status-check */
    @Test
    void aLargeUploadWhoseConnectionIsCutGoesOnFromWhatArrived() throws IOException {
        int half = GcsUpload.CHUNK_BYTES / 2;
        byte[] content = new byte[GcsUpload.CHUNK_BYTES + 1000];
        Resumable upload = new Resumable(content, half);
        try (FakeService service = new FakeService(upload);
                ObjectStore store = service.store()) {
            assertThat(store.put("a", PutMode.REPLACE, "text/plain", out -> out.write(content)))
                    .isTrue();
            assertThat(upload.ranges)
                    .containsExactly(
                            "bytes 0-" + (GcsUpload.CHUNK_BYTES - 1) + "/*",
                            "bytes */*",
                            "bytes " + half + "-" + (GcsUpload.CHUNK_BYTES - 1) + "/*",
                            "bytes " + GcsUpload.CHUNK_BYTES + "-" + (content.length - 1) + "/" + content.length);
        }
    }

    /** https://cloud.google.com/storage/docs/performing-resumable-uploads: a 404 or 410 tells that the upload is no more. */
    @Test
    void anUploadThatIsCompleteAndWhoseLastAnswerWasLostIsNoFailure() throws IOException {
        byte[] content = new byte[GcsUpload.SMALL_BYTES + 1];
        for (int status : List.of(404, 410)) {
            try (FakeService service = new FakeService(new Forgotten(content, status, true));
                    ObjectStore store = service.store()) {
                for (PutMode mode : PutMode.values()) {
                    assertThat(store.put("a", mode, "text/plain", out -> out.write(content)))
                            .as("put with %s, answered by %s", mode, status)
                            .isTrue();
                }
            }
        }
    }

    /** https://cloud.google.com/storage/docs/performing-resumable-uploads, as above; it is to be begun anew. */
    @Test
    void anUploadThatTheServiceGaveUpMayBeTriedAgainAndTheBucketIsNotBlamed() throws IOException {
        byte[] content = new byte[GcsUpload.SMALL_BYTES + 1];
        for (int status : List.of(404, 410)) {
            try (FakeService service = new FakeService(new Forgotten(content, status, false));
                    ObjectStore store = service.store()) {
                assertThatExceptionOfType(TransientStorageException.class)
                        .isThrownBy(() -> store.put("a", PutMode.CREATE, "text/plain", out -> out.write(content)))
                        .withMessageContaining("given up the upload of object a");
            }
        }
    }

    /** https://cloud.google.com/storage/docs/json_api/v1/status-codes#404-not-found */
    @Test
    void aBucketThatIsGoneWhenALargeObjectIsWrittenIsNamed() throws IOException {
        byte[] content = new byte[GcsUpload.SMALL_BYTES + 1];
        try (FakeService service = new FakeService((r, n) -> error(404, "notFound", "No such bucket"));
                ObjectStore store = service.store()) {
            assertThatExceptionOfType(PermanentStorageException.class)
                    .isThrownBy(() -> store.put("a", PutMode.CREATE, "text/plain", out -> out.write(content)))
                    .withMessageContaining("There is no bucket " + BUCKET);
        }
    }

    /** A service that breaks the connection when it has all of an upload, and then does not know that any more. */
    private static final class Forgotten implements FakeService.Service {
        private final byte[] content;
        private final int status;
        private final boolean complete;
        private String metadata = "{}";
        private boolean sent;

        Forgotten(byte[] content, int status, boolean complete) {
            this.content = content;
            this.status = status;
            this.complete = complete;
        }

        @Override
        public synchronized FakeService.Answer answer(FakeService.Request request, int number) {
            switch (request.method()) {
                case "POST" -> {
                    metadata = request.metadata();
                    sent = false;
                    return json(200, "{}")
                            .with(
                                    "Location",
                                    "http://" + request.headers().get("Host").get(0) + "/upload/session");
                }
                case "PUT" -> {
                    if (!sent) {
                        sent = true;
                        return null;
                    }
                    return error(status, status == 404 ? "notFound" : "gone", "The upload is no more.");
                }
                default -> {
                    if (request.uri().contains("/o?")) {
                        return json(200, "{\"kind\":\"storage#objects\",\"items\":[]}");
                    }
                    return complete ? object("a", content, metadata) : error(404, "notFound", "Not Found");
                }
            }
        }
    }

    /** A service that takes an upload in parts, and breaks the connection in the first of them. */
    private static final class Resumable implements FakeService.Service {
        final List<String> ranges = new CopyOnWriteArrayList<>();
        private final byte[] content;
        private final int cutAt;
        private volatile String metadata = "{}";

        Resumable(byte[] content, int cutAt) {
            this.content = content;
            this.cutAt = cutAt;
        }

        @Override
        public FakeService.Answer answer(FakeService.Request request, int number) {
            if (request.method().equals("POST")) {
                metadata = request.metadata();
                return json(200, "{}")
                        .with(
                                "Location",
                                "http://" + request.headers().get("Host").get(0) + "/upload/session");
            }
            if (request.method().equals("GET")) {
                return object("a", content, metadata);
            }
            String range = request.headers().get("Content-range").get(0);
            ranges.add(range);
            if (ranges.size() == 1) {
                return null;
            }
            if (range.endsWith("/" + content.length)) {
                return object("a", content, metadata);
            }
            int arrived = range.equals("bytes */*") ? cutAt : GcsUpload.CHUNK_BYTES;
            return new FakeService.Answer(
                    308, "text/plain", new byte[0], 0, Map.of("Range", "bytes=0-" + (arrived - 1)));
        }
    }

    /** A call of the store. */
    private interface Action {
        void on(ObjectStore store) throws IOException;
    }

    /** The failure's message, which is for good, has all of these words, and came after one request. */
    private static String refused(FakeService.Answer answer, Action action, String... words) throws IOException {
        try (FakeService service = new FakeService((r, n) -> answer);
                ObjectStore store = service.store()) {
            ThrowingCallable call = () -> action.on(store);
            PermanentStorageException failure = assertThatExceptionOfType(PermanentStorageException.class)
                    .isThrownBy(call)
                    .actual();
            assertThat(failure).hasMessageContainingAll(words);
            assertThat(service.requests).as("nothing is asked twice").hasSize(1);
            return String.valueOf(failure.getMessage());
        }
    }
}
