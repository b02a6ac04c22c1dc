package io.kubeface.pubsub;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.zip.GZIPInputStream;

/** Answers about buckets as the real service does where the emulator does not; each test says which page tells so. */
final class FakeBucketService implements AutoCloseable {
    final List<Request> requests = new CopyOnWriteArrayList<>();
    private final HttpServer server;
    private final Service service;

    /**
     * What came.
     *
     * @param method such as GET
     * @param path with its query, without the part that all have
     */
    record Request(String method, String path, String body) {
        @Override
        public String toString() {
            return method + " " + path;
        }
    }

    /** What is answered. */
    record Answer(int status, String body) {
        static Answer error(int status, String reason, String message) {
            return new Answer(
                    status,
                    "{\"error\":{\"code\":" + status + ",\"message\":\"" + message + "\",\"errors\":[{\"message\":\""
                            + message + "\",\"domain\":\"global\",\"reason\":\"" + reason + "\"}]}}");
        }
    }

    @FunctionalInterface
    interface Service {
        Answer answer(Request request);
    }

    FakeBucketService(Service service) throws IOException {
        this.service = service;
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::handle);
        server.start();
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            Request request = new Request(
                    exchange.getRequestMethod(),
                    exchange.getRequestURI()
                            .toString()
                            .replaceFirst("^/storage/v1", "")
                            .replaceFirst("[?&]prettyPrint=false", ""),
                    body(exchange));
            requests.add(request);
            Answer answer = service.answer(request);
            byte[] body = answer.body().getBytes(UTF_8);
            exchange.getResponseHeaders().set("Content-Type", "application/json; charset=UTF-8");
            exchange.sendResponseHeaders(answer.status(), body.length == 0 ? -1 : body.length);
            exchange.getResponseBody().write(body);
        }
    }

    private static String body(HttpExchange exchange) throws IOException {
        boolean packed = "gzip".equals(exchange.getRequestHeaders().getFirst("Content-Encoding"));
        try (InputStream in = packed ? new GZIPInputStream(exchange.getRequestBody()) : exchange.getRequestBody()) {
            return new String(in.readAllBytes(), UTF_8);
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
