package io.kubeface.examples;

import io.kubeface.reactor.Failure;
import io.kubeface.reactor.Kubeface;
import io.kubeface.reactor.Result;
import io.netty.channel.ChannelOption;
import java.nio.charset.StandardCharsets;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.netty.DisposableServer;
import reactor.netty.http.server.HttpServer;
import reactor.netty.http.server.HttpServerResponse;

/**
 * Streams a job's results to a browser as server-sent events. Every open page is a job of its own: when the page reads
 * slowly the job takes fewer inputs, and when the tab is closed the job is cancelled and its workers are gone.
 *
 * <p>Usage: {@code SseServer [port]}, 8080 by default; then open {@code http://localhost:8080/}.
 */
public final class SseServer {
    private static final int RANGE = 100_000;

    /** Small, so that a slow reader is felt after a few events and not after megabytes that the kernel keeps for it. */
    private static final int SOCKET_BUFFER_BYTES = 8 * 1024;

    private static final String PAGE = """
            <!DOCTYPE html>
            <meta charset="utf-8">
            <title>Kubeface</title>
            <h1>Primes below each hundred thousand</h1>
            <button id="stop">Stop</button>
            <ol id="results"></ol>
            <script>
              const source = new EventSource('/results');
              const add = text => {
                const item = document.createElement('li');
                item.textContent = text;
                document.getElementById('results').append(item);
              };
              source.onmessage = event => add(event.data);
              source.addEventListener('failed', event => add('failed: ' + event.data));
              source.addEventListener('end', () => source.close());
              source.onerror = () => source.close();
              document.getElementById('stop').onclick = () => source.close();
            </script>
            """;

    private SseServer() {}

    public static void main(String[] args) {
        int port = args.length > 0 ? Integer.parseInt(args[0]) : 8080;
        try (Kubeface kubeface = Kubeface.create()) {
            DisposableServer server = start(
                    port, kubeface.job("primes").map(SseServer::primes, Flux.range(0, Integer.MAX_VALUE / RANGE)));
            System.out.println("Open http://localhost:" + server.port() + "/");
            server.onDispose().block();
        }
    }

    /**
     * Serves a page at {@code /} and the results at {@code /results}.
     *
     * @param results subscribed to once for each reader
     */
    static DisposableServer start(int port, Flux<? extends Result<?>> results) {
        return HttpServer.create()
                .host("localhost")
                .port(port)
                .childOption(ChannelOption.SO_SNDBUF, SOCKET_BUFFER_BYTES)
                .route(routes -> routes.get(
                                "/",
                                (request, response) -> response.header("Content-Type", "text/html; charset=utf-8")
                                        .sendString(Mono.just(PAGE)))
                        .get("/results", (request, response) -> stream(response, results)))
                .bindNow();
    }

    /**
     * One write for each event, and the next result is asked for when the write has reached the socket. (One write of
     * all events would ask for 128 results at once, whatever the reader does.)
     */
    private static Publisher<Void> stream(HttpServerResponse response, Flux<? extends Result<?>> results) {
        Flux<String> events = results.map(SseServer::event).concatWithValues("event: end\ndata: \n\n");
        return response.sse()
                .sendHeaders()
                .then(events.concatMap(event -> write(response, event), 1).then());
    }

    /** Hidden, because what is known to be a single value would be taken for the whole response. */
    private static Publisher<Void> write(HttpServerResponse response, String event) {
        return response.sendString(Flux.just(event).hide(), StandardCharsets.UTF_8);
    }

    private static String event(Result<?> result) {
        if (result instanceof Failure<?> failure) {
            return event(
                    result,
                    "failed",
                    failure.cause().type() + ": " + failure.cause().message());
        }
        return event(result, "message", String.valueOf(result.get()));
    }

    private static String event(Result<?> result, String type, String text) {
        return "id: " + result.index() + "\nevent: " + type + "\ndata: " + text.replaceAll("\\R", "\ndata: ") + "\n\n";
    }

    /** Runs in a worker: the primes of one hundred thousand numbers, counted. */
    private static String primes(int range) {
        int from = range * RANGE;
        int count = 0;
        for (int number = Math.max(2, from); number < from + RANGE; number++) {
            int divisor = 2;
            while ((long) divisor * divisor <= number && number % divisor != 0) {
                divisor++;
            }
            count += (long) divisor * divisor > number ? 1 : 0;
        }
        return count + " primes in " + from + " to " + (from + RANGE - 1);
    }
}
