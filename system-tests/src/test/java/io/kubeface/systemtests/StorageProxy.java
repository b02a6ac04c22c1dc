package io.kubeface.systemtests;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** A storage service in front of another, which passes most requests on and fails some. */
public final class StorageProxy implements AutoCloseable {
    private static final Set<String> OWN_HEADERS =
            Set.of("connection", "content-length", "expect", "host", "transfer-encoding", "upgrade");
    private static final long SLOW_MILLIS = 300;

    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final HttpServer server;
    private final String target;
    private final Faults faults;
    private final Answers answers;

    /** What goes wrong with a request. */
    public enum Fault {
        /** Nothing does. */
        NONE,
        /** It is answered as to somebody who lacks a right. */
        FORBIDDEN,
        /** It is answered by 503 and not done. */
        BUSY,
        /** It is done and answered by 503. */
        LOST,
        /** The connection breaks, and nothing is done. */
        CUT,
        /** It is done, and half of the answer's body comes, as if that were all that could be sent. */
        HALF,
        /** It takes long. */
        SLOW
    }

    /** Chooses what goes wrong; called by several threads. */
    @FunctionalInterface
    public interface Faults {
        Fault of(String method, URI uri);
    }

    /** Hears what the service answered, whether or not that is passed on; called by several threads. */
    @FunctionalInterface
    public interface Answers {
        void heard(URI uri, int status, byte[] body);
    }

    StorageProxy(String target, Faults faults) throws IOException {
        this(target, InetAddress.getLoopbackAddress(), faults, (uri, status, body) -> {});
    }

    /** Listens at once, on a port of its own. */
    public StorageProxy(String target, InetAddress address, Faults faults, Answers answers) throws IOException {
        this.target = target;
        this.faults = faults;
        this.answers = answers;
        server = HttpServer.create(new InetSocketAddress(address, 0), 0);
        server.setExecutor(threads);
        server.createContext("/", this::handle);
        server.start();
    }

    /** One that refuses requests of a method whose paths begin so. */
    static StorageProxy refusing(String target, String method, String path) throws IOException {
        return new StorageProxy(
                target,
                (tried, uri) -> tried.equals(method) && uri.getPath().startsWith(path) ? Fault.FORBIDDEN : Fault.NONE);
    }

    /** Where clients find it. */
    public String url() {
        return "http://" + server.getAddress().getAddress().getHostAddress() + ":"
                + server.getAddress().getPort();
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            byte[] body = exchange.getRequestBody().readAllBytes();
            Fault fault = faults.of(exchange.getRequestMethod(), exchange.getRequestURI());
            switch (fault) {
                case FORBIDDEN -> answer(exchange, 403, error(403, "forbidden", "You do not have access to this"));
                case BUSY -> busy(exchange);
                case CUT -> {}
                default -> pass(exchange, body, fault);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (IOException e) {
            // Somebody was cut off; that is known to whom it matters.
        }
    }

    private void pass(HttpExchange exchange, byte[] body, Fault fault) throws IOException, InterruptedException {
        if (fault == Fault.SLOW) {
            Thread.sleep(SLOW_MILLIS);
        }
        HttpResponse<byte[]> response = client.send(request(exchange, body), BodyHandlers.ofByteArray());
        answers.heard(exchange.getRequestURI(), response.statusCode(), response.body());
        if (fault == Fault.LOST) {
            busy(exchange);
            return;
        }
        response.headers().map().forEach((name, values) -> {
            if (!OWN_HEADERS.contains(name.toLowerCase(Locale.ROOT))) {
                // An upload goes on where the answer to its first request says.
                exchange.getResponseHeaders()
                        .put(
                                name,
                                values.stream()
                                        .map(value -> value.replace(target, url()))
                                        .toList());
            }
        });
        byte[] content = response.body();
        if (fault == Fault.HALF && content.length > 1) {
            exchange.sendResponseHeaders(response.statusCode(), content.length);
            exchange.getResponseBody().write(content, 0, content.length / 2);
            exchange.getResponseBody().flush();
            return;
        }
        answer(exchange, response.statusCode(), content);
    }

    private HttpRequest request(HttpExchange exchange, byte[] body) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(target + exchange.getRequestURI()))
                .method(
                        exchange.getRequestMethod(),
                        body.length == 0 ? BodyPublishers.noBody() : BodyPublishers.ofByteArray(body));
        exchange.getRequestHeaders().forEach((name, values) -> {
            if (!OWN_HEADERS.contains(name.toLowerCase(Locale.ROOT))) {
                values.forEach(value -> request.header(name, value));
            }
        });
        return request.build();
    }

    private static void busy(HttpExchange exchange) throws IOException {
        answer(exchange, 503, error(503, "backendError", "Backend Error"));
    }

    private static byte[] error(int status, String reason, String message) {
        return ("{\"error\":{\"code\":" + status + ",\"message\":\"" + message
                        + "\",\"errors\":[{\"domain\":\"global\",\"reason\":\"" + reason + "\",\"message\":\"" + message
                        + "\"}]}}")
                .getBytes(UTF_8);
    }

    private static void answer(HttpExchange exchange, int status, byte[] body) throws IOException {
        exchange.getResponseHeaders().putIfAbsent("Content-Type", List.of("application/json"));
        exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
        exchange.getResponseBody().write(body);
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
