package io.kubeface.gcs;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.Closeable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** Answers the client as the real service does where the emulator does not; each test says which page tells so. */
final class FakeService implements Closeable {
    static final String BUCKET = "the-bucket";
    /** As many attempts as in earnest, in little time. */
    static final RetryBounds FAST = new RetryBounds(
            RetryBounds.DEFAULT.attempts(), Duration.ofSeconds(20), Duration.ofMillis(1), Duration.ofMillis(5));

    final List<Request> requests = new CopyOnWriteArrayList<>();
    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final Service service;

    FakeService(Service service) throws IOException {
        this.service = service;
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext("/", this::handle);
        server.start();
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    GcsObjectStore store() throws IOException {
        return new GcsObjectStore(BucketUrl.parse("gs://" + BUCKET), Endpoint.of(url(), null), FAST, () -> {});
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            Request request = new Request(
                    exchange.getRequestMethod(),
                    exchange.getRequestURI().toString(),
                    new String(exchange.getRequestBody().readAllBytes(), ISO_8859_1),
                    exchange.getRequestHeaders());
            requests.add(request);
            Answer answer = service.answer(request, requests.size());
            if (answer == null) {
                return; // the connection breaks without an answer
            }
            exchange.getResponseHeaders().set("Content-Type", answer.contentType);
            answer.headers.forEach(exchange.getResponseHeaders()::set);
            exchange.sendResponseHeaders(answer.status, answer.announcedBytes == 0 ? -1 : answer.announcedBytes);
            exchange.getResponseBody().write(answer.body);
            exchange.getResponseBody().flush();
        } catch (IOException e) {
            // A body that ends before its announced length; the client hears of it.
        }
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }

    static Answer json(int status, String body) {
        byte[] bytes = body.getBytes(UTF_8);
        return new Answer(status, "application/json; charset=UTF-8", bytes, bytes.length, Map.of());
    }

    static Answer error(int status, String reason, String message) {
        return json(
                status,
                "{\"error\":{\"code\":" + status + ",\"message\":\"" + message + "\",\"errors\":[{\"message\":\""
                        + message + "\",\"domain\":\"global\",\"reason\":\"" + reason + "\"}]}}");
    }

    /**
     * Bytes that are sent of an object whose content is another, or the same.
     * https://cloud.google.com/storage/docs/xml-api/reference-headers
     */
    static Answer media(byte[] sent, byte[] content) {
        return new Answer(
                200,
                "text/plain",
                sent,
                sent.length,
                Map.of(
                        "x-goog-generation",
                        "7",
                        "x-goog-hash",
                        "crc32c=" + crc(content) + ",md5=xxxxxxxxxxxxxxxxxxxxxx==",
                        "x-goog-stored-content-length",
                        Integer.toString(content.length),
                        "Last-Modified",
                        "Sun, 01 Nov 2026 00:00:00 GMT"));
    }

    /** What is sent from some byte on. */
    static Answer rest(byte[] sent) {
        return new Answer(206, "text/plain", sent, sent.length, Map.of());
    }

    /** https://cloud.google.com/storage/docs/json_api/v1/objects#resource */
    static Answer object(String name, byte[] content, String metadata) {
        return object(name, content.length, crc(content), metadata);
    }

    static Answer object(String name, long size, String crc32c, String metadata) {
        return json(
                200,
                "{\"kind\":\"storage#object\",\"bucket\":\"" + BUCKET + "\",\"name\":\"" + name
                        + "\",\"generation\":\"7\",\"metageneration\":\"1\",\"contentType\":\"text/plain\",\"size\":\""
                        + size + "\",\"crc32c\":\"" + crc32c + "\",\"metadata\":" + metadata
                        + ",\"updated\":\"2026-11-01T00:00:00.000Z\"}");
    }

    static String crc(byte[] content) {
        Checksum checksum = new Checksum();
        checksum.add(content, 0, content.length);
        return checksum.base64();
    }

    interface Service {
        /** The answer to a request, which is the number-th; null breaks the connection. */
        Answer answer(Request request, int number) throws IOException;
    }

    record Request(String method, String uri, String body, Map<String, List<String>> headers) {
        boolean isUpload() {
            return uri.startsWith("/upload/");
        }

        boolean isMedia() {
            return uri.contains("alt=media");
        }

        /** The metadata object of an upload's JSON. */
        String metadata() {
            int start = body.indexOf('{', body.indexOf("\"metadata\""));
            return body.substring(start, body.indexOf('}', start) + 1);
        }
    }

    @SuppressWarnings("ArrayRecordComponent") // compared by nobody
    record Answer(int status, String contentType, byte[] body, long announcedBytes, Map<String, String> headers) {
        Answer announcing(long bytes) {
            return new Answer(status, contentType, body, bytes, headers);
        }

        Answer with(String header, String value) {
            return new Answer(status, contentType, body, announcedBytes, Map.of(header, value));
        }
    }
}
