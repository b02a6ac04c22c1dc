package io.kubeface.gcs;

import static io.kubeface.gcs.FakeService.BUCKET;
import static io.kubeface.gcs.FakeService.error;
import static io.kubeface.gcs.FakeService.json;
import static io.kubeface.gcs.FakeService.media;
import static io.kubeface.gcs.FakeService.object;
import static io.kubeface.gcs.FakeService.rest;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.kubeface.core.store.ObjectInfo;
import io.kubeface.core.store.ObjectStore;
import io.kubeface.core.store.PermanentStorageException;
import io.kubeface.core.store.PutMode;
import io.kubeface.core.store.StoredObject;
import io.kubeface.core.store.TransientStorageException;
import java.io.IOException;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** What the real service answers and the emulator does not. */
class ServiceAnswersTest {
    private static final byte[] CONTENT = "what is in the object".getBytes(UTF_8);

    // https://cloud.google.com/storage/docs/json_api/v1/status-codes#404-not-found
    @Test
    void everyCallTellsOfABucketThatIsNotThere() throws IOException {
        try (FakeService service =
                        new FakeService((r, n) -> error(404, "notFound", "The specified bucket does not exist."));
                ObjectStore store = service.store()) {
            for (ThrowingCallable call : calls(store)) {
                assertThatExceptionOfType(PermanentStorageException.class)
                        .isThrownBy(call)
                        .withMessageContaining("no bucket " + BUCKET)
                        .withMessageContaining("gcloud storage buckets create gs://" + BUCKET);
            }
        }
    }

    // https://cloud.google.com/storage/docs/json_api/v1/status-codes#403-forbidden
    @Test
    void aMissingGrantIsNamed() throws IOException {
        String said = "x@y.iam.gserviceaccount.com does not have storage.objects.get access to the object.";
        try (FakeService service = new FakeService((r, n) -> error(403, "forbidden", said));
                ObjectStore store = service.store()) {
            for (ThrowingCallable call : calls(store)) {
                assertThatExceptionOfType(PermanentStorageException.class)
                        .isThrownBy(call)
                        .withMessageContaining("needs storage.objects.")
                        .withMessageContaining("roles/storage.objectUser")
                        .withMessageContaining(BUCKET)
                        .withMessageContaining(said);
            }
            assertThat(service.requests)
                    .as("nothing is asked twice")
                    .hasSize(calls(store).size());
        }
    }

    // https://cloud.google.com/storage/docs/json_api/v1/status-codes#401-unauthorized
    @Test
    void credentialsThatAreNotAcceptedArePermanent() throws IOException {
        try (FakeService service = new FakeService((r, n) -> error(401, "authError", "Invalid Credentials"));
                ObjectStore store = service.store()) {
            assertThatExceptionOfType(PermanentStorageException.class)
                    .isThrownBy(() -> store.stat("a"))
                    .withMessageContaining("Invalid Credentials")
                    .withMessageContaining("gcloud auth application-default login");
        }
    }

    // https://cloud.google.com/storage/docs/retry-strategy#client-libraries
    @Test
    void aBusyServiceIsAskedAgain() throws IOException {
        for (int status : new int[] {408, 429, 500, 502, 503, 504}) {
            try (FakeService service = new FakeService(
                            (r, n) -> n < 3 ? error(status, "backendError", "busy") : object("a", CONTENT, "{}"));
                    ObjectStore store = service.store()) {
                assertThat(store.stat("a")).as("after %s", status).isPresent();
                assertThat(store.put("a", PutMode.REPLACE, "text/plain", out -> out.write(CONTENT)))
                        .isTrue();
            }
        }
    }

    // https://cloud.google.com/storage/docs/retry-strategy#client-libraries
    @Test
    void aServiceThatStaysBusyIsATransientFailureAfterBoundedAttempts() throws IOException {
        try (FakeService service = new FakeService((r, n) -> error(503, "backendError", "Backend Error"));
                ObjectStore store = service.store()) {
            for (ThrowingCallable call : calls(store)) {
                service.requests.clear();
                assertThatExceptionOfType(TransientStorageException.class)
                        .isThrownBy(call)
                        .withMessageContaining("503")
                        .withMessageContaining(BUCKET);
                assertThat(service.requests).hasSizeBetween(6, 7);
            }
        }
    }

    // https://cloud.google.com/storage/docs/retry-strategy#client-libraries
    @Test
    void aConnectionThatBreaksIsATransientFailure() throws IOException {
        try (FakeService service = new FakeService((r, n) -> null);
                ObjectStore store = service.store()) {
            assertThatExceptionOfType(TransientStorageException.class)
                    .isThrownBy(() -> store.stat("a"))
                    .withMessageContaining("not reached");
        }
    }

    // https://cloud.google.com/storage/docs/request-preconditions#precondition_criteria
    @Test
    void aCreateThatMeetsAnotherObjectIsNoFailure() throws IOException {
        try (FakeService service = new FakeService((r, n) -> r.isUpload()
                        ? error(
                                412,
                                "conditionNotMet",
                                "At least one of the pre-conditions you specified did not hold.")
                        : object("a", CONTENT, "{\"kubeface-write\":\"somebody\"}"));
                ObjectStore store = service.store()) {
            assertThat(store.put("a", PutMode.CREATE, "text/plain", out -> out.write(CONTENT)))
                    .isFalse();
            assertThat(service.requests.get(0).uri()).contains("ifGenerationMatch=0");
        }
    }

    // https://cloud.google.com/storage/docs/retry-strategy#idempotency-operations
    @Test
    void aCreateWhoseAnswerWasLostFindsItsOwnObject() throws IOException {
        AtomicReference<String> metadata = new AtomicReference<>();
        try (FakeService service = new FakeService((r, n) -> {
                    if (!r.isUpload()) {
                        return object("a", CONTENT, metadata.get());
                    }
                    if (metadata.getAndSet(r.metadata()) == null) {
                        return error(503, "backendError", "the answer got lost");
                    }
                    return error(412, "conditionNotMet", "Precondition failed");
                });
                ObjectStore store = service.store()) {
            assertThat(store.put("a", PutMode.CREATE, "text/plain", out -> out.write(CONTENT)))
                    .isTrue();
        }
    }

    // https://cloud.google.com/storage/docs/retry-strategy#idempotency-operations
    @Test
    void aCreateWhoseRequestWasLostLosesToAnotherContent() throws IOException {
        AtomicReference<String> metadata = new AtomicReference<>();
        try (FakeService service = new FakeService((r, n) -> {
                    if (!r.isUpload()) {
                        return object("a", "another's content".getBytes(UTF_8), metadata.get());
                    }
                    if (metadata.getAndSet(r.metadata()) == null) {
                        return error(503, "backendError", "nothing was written");
                    }
                    return error(412, "conditionNotMet", "Precondition failed");
                });
                ObjectStore store = service.store()) {
            assertThat(store.put("a", PutMode.CREATE, "text/plain", out -> out.write(CONTENT)))
                    .isFalse();
        }
    }

    // https://cloud.google.com/storage/docs/data-validation
    @Test
    void whatArrivedDamagedAtTheServiceIsRemovedAndTold() throws IOException {
        try (FakeService service = new FakeService(
                        (r, n) -> r.isUpload() ? object("a", CONTENT.length, "AAAAAA==", "{}") : json(204, ""));
                ObjectStore store = service.store()) {
            assertThatExceptionOfType(TransientStorageException.class)
                    .isThrownBy(() -> store.put("a", PutMode.CREATE, "text/plain", out -> out.write(CONTENT)))
                    .withMessageContaining("damaged")
                    .withMessageContaining("AAAAAA==");
            assertThat(service.requests.get(1).method()).isEqualTo("DELETE");
            assertThat(service.requests.get(1).uri()).contains("generation=7");
        }
    }

    // https://cloud.google.com/storage/docs/data-validation
    @Test
    void whatArrivesDamagedFailsWithItsLastBytes() throws IOException {
        byte[] damaged = CONTENT.clone();
        damaged[3] ^= 1;
        try (FakeService service = new FakeService((r, n) -> media(damaged, CONTENT));
                ObjectStore store = service.store();
                StoredObject object = store.get("a")) {
            assertThat(object.body().readNBytes(5)).isEqualTo(Arrays.copyOf(damaged, 5));
            assertThatExceptionOfType(TransientStorageException.class)
                    .isThrownBy(() -> object.body().readNBytes(CONTENT.length - 5))
                    .withMessageContaining("Object a arrived damaged");
        }
    }

    // https://cloud.google.com/storage/docs/json_api/v1/objects/get
    @Test
    void aBodyThatEndsEarlyIsAFailure() throws IOException {
        try (FakeService service = new FakeService(
                        (r, n) -> n == 1 ? media(Arrays.copyOf(CONTENT, 8), CONTENT) : rest(new byte[0]));
                ObjectStore store = service.store();
                StoredObject object = store.get("a")) {
            assertThatExceptionOfType(TransientStorageException.class)
                    .isThrownBy(() -> object.body().readAllBytes())
                    .withMessageContaining("ended after 8 of " + CONTENT.length + " bytes");
            assertThat(service.requests).as("it is not asked for without end").hasSize(6);
        }
    }

    // https://cloud.google.com/storage/docs/json_api/v1/objects/get
    @Test
    void aBodyWhoseConnectionBreaksIsReadOnFromThere() throws IOException {
        byte[] large = new byte[300_000];
        Arrays.fill(large, (byte) 5);
        try (FakeService service = new FakeService((r, n) -> {
                    List<String> range = r.headers().get("Range");
                    return range == null
                            ? media(Arrays.copyOf(large, 200_000), large).announcing(300_000)
                            : rest(tail(large, range.get(0)));
                });
                ObjectStore store = service.store();
                StoredObject object = store.get("a")) {
            assertThat(object.body().readAllBytes()).isEqualTo(large);
            assertThat(service.requests).hasSize(2);
            assertThat(service.requests.get(1).uri()).as("of the same version").contains("generation=7");
        }
    }

    // https://cloud.google.com/storage/docs/json_api/v1/objects/get
    @Test
    void aBodyWhoseVersionIsGoneWhenItBreaksIsAFailure() throws IOException {
        try (FakeService service = new FakeService((r, n) -> n == 1
                        ? media(Arrays.copyOf(CONTENT, 8), CONTENT).announcing(CONTENT.length)
                        : error(404, "notFound", "No such object"));
                ObjectStore store = service.store();
                StoredObject object = store.get("a")) {
            assertThatExceptionOfType(TransientStorageException.class)
                    .isThrownBy(() -> object.body().readAllBytes())
                    .withMessageContaining("a was replaced or deleted while it was read");
        }
    }

    // https://cloud.google.com/storage/docs/xml-api/reference-headers
    @Test
    void aReadIsOneRequestThatTellsAllOfTheObject() throws IOException {
        try (FakeService service = new FakeService((r, n) -> media(CONTENT, CONTENT));
                ObjectStore store = service.store();
                StoredObject object = store.get("a+b/c=d")) {
            assertThat(object.body().readAllBytes()).isEqualTo(CONTENT);
            assertThat(object.info())
                    .isEqualTo(new ObjectInfo(
                            "a+b/c=d", CONTENT.length, "text/plain", Instant.parse("2026-11-01T00:00:00Z")));
            assertThat(service.requests).hasSize(1);
            assertThat(service.requests.get(0).uri()).isEqualTo("/storage/v1/b/" + BUCKET + "/o/a%2Bb%2Fc=d?alt=media");
        }
    }

    // https://cloud.google.com/storage/docs/performing-resumable-uploads
    @Test
    void aLargeBodyThatThrowsFinishesNoUpload() throws IOException {
        try (FakeService service = new FakeService((r, n) -> r.method().equals("POST")
                        ? json(200, "{}")
                                .with(
                                        "Location",
                                        "http://" + r.headers().get("Host").get(0) + "/upload/session")
                        : new FakeService.Answer(
                                308,
                                "text/plain",
                                new byte[0],
                                0,
                                Map.of("Range", "bytes=0-" + (GcsUpload.CHUNK_BYTES - 1))));
                ObjectStore store = service.store()) {
            IOException thrown = new IOException("the body's own");
            assertThatExceptionOfType(IOException.class)
                    .isThrownBy(() -> store.put("a", PutMode.CREATE, "text/plain", out -> {
                        out.write(new byte[GcsUpload.CHUNK_BYTES + 1000]);
                        throw thrown;
                    }))
                    .isSameAs(thrown);
            assertThat(service.requests).hasSize(2);
            assertThat(service.requests.get(1).headers().get("Content-range"))
                    .as("one chunk, and no word of the end")
                    .containsExactly("bytes 0-" + (GcsUpload.CHUNK_BYTES - 1) + "/*");
        }
    }

    // https://cloud.google.com/storage/docs/request-preconditions#precondition_criteria
    @Test
    void aLargeCreateIsRefusedBeforeItIsSent() throws IOException {
        try (FakeService service = new FakeService((r, n) -> error(412, "conditionNotMet", "Precondition failed"));
                ObjectStore store = service.store()) {
            assertThat(store.put("a", PutMode.CREATE, "text/plain", out -> {
                        out.write(new byte[GcsUpload.SMALL_BYTES + 1]);
                        out.write(new byte[2 * GcsUpload.CHUNK_BYTES]);
                        throw new AssertionError("written on, though the object is there");
                    }))
                    .isFalse();
        }
    }

    // https://cloud.google.com/storage/docs/batch
    @Test
    void whatABatchCouldNotDeleteIsTriedAloneAndTold() throws IOException {
        String boundary = "batch_x";
        String answers = part(boundary, 1, "HTTP/1.1 204 No Content\r\n\r\n")
                + part(
                        boundary,
                        2,
                        "HTTP/1.1 503 x\r\nContent-Type: application/json\r\n\r\n{\"error\":{\"code\":503,\"message\":\"busy\"}}")
                + "--" + boundary + "--\r\n";
        try (FakeService service = new FakeService((r, n) -> {
                    byte[] bytes = answers.getBytes(UTF_8);
                    return r.method().equals("POST")
                            ? new FakeService.Answer(
                                    200, "multipart/mixed; boundary=" + boundary, bytes, bytes.length, Map.of())
                            : error(403, "forbidden", "not you");
                });
                ObjectStore store = service.store()) {
            assertThatExceptionOfType(PermanentStorageException.class)
                    .isThrownBy(() -> store.delete(List.of("a", "b")))
                    .withMessageContaining("delete gs://" + BUCKET + "/b:");
            assertThat(service.requests).hasSize(2);
        }
    }

    private static String part(String boundary, int id, String answer) {
        return "--" + boundary + "\r\nContent-Type: application/http\r\nContent-ID: <response-" + id + ">\r\n\r\n"
                + answer + "\r\n";
    }

    private static byte[] tail(byte[] bytes, String range) {
        int start = Integer.parseInt(range.substring(range.indexOf('=') + 1, range.indexOf('-')));
        return Arrays.copyOfRange(bytes, start, bytes.length);
    }

    private static List<ThrowingCallable> calls(ObjectStore store) {
        return List.of(
                () -> store.stat("a"),
                () -> store.get("a"),
                () -> store.put("a", PutMode.CREATE, "text/plain", out -> out.write(1)),
                () -> store.put("a", PutMode.REPLACE, "text/plain", out -> out.write(1)),
                () -> store.list("", null, 10),
                () -> store.copy("a", "b", PutMode.REPLACE));
    }
}
