package io.kubeface.examples;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import io.kubeface.reactor.Kubeface;
import io.kubeface.reactor.backend.InProcessBackend;
import io.netty.channel.ChannelOption;
import java.nio.file.Path;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.reactivestreams.Subscription;
import reactor.core.publisher.BaseSubscriber;
import reactor.core.publisher.Flux;
import reactor.netty.DisposableServer;
import reactor.netty.http.client.HttpClient;

@Timeout(60)
class SseServerTest {
    private static final int EVENT_BYTES = 16 * 1024;

    /** What the socket buffers, the network stack and the job's prefetch may hold, in results. */
    private static final int SLACK = 40;

    private static final AtomicInteger RUNNING = new AtomicInteger();

    private final AtomicInteger pulled = new AtomicInteger();
    private final CountDownLatch pulledTooMany = new CountDownLatch(SLACK + 3);
    private final CountDownLatch cancelled = new CountDownLatch(1);

    @TempDir
    @Nullable
    Path storage;

    private Kubeface kubeface;
    private DisposableServer server;

    @BeforeEach
    void start() {
        kubeface = Kubeface.builder()
                .storage(storage)
                .backend(InProcessBackend.builder())
                .maxSimultaneousTasks(2)
                .build();
        Flux<Integer> endless = Flux.range(0, Integer.MAX_VALUE)
                .doOnNext(input -> {
                    pulled.incrementAndGet();
                    pulledTooMany.countDown();
                })
                .doOnCancel(cancelled::countDown);
        server = SseServer.start(0, kubeface.map(SseServerTest::work, endless));
    }

    @AfterEach
    void stop() {
        server.disposeNow();
        kubeface.close();
    }

    private static String work(int input) {
        RUNNING.incrementAndGet();
        try {
            return input + "#".repeat(EVENT_BYTES);
        } finally {
            RUNNING.decrementAndGet();
        }
    }

    @Test
    void aSlowReaderSlowsTheWorkers() throws Exception {
        Reader reader = read("/results");

        assertThat(reader.next(3 * EVENT_BYTES)).startsWith("id: 0\nevent: message\ndata: 0#");
        assertThat(pulledTooMany.await(2, SECONDS))
                .describedAs("%s inputs pulled for 3 read", pulled)
                .isFalse();
        int pulledAtFirst = pulled.get();
        assertThat(reader.next(2 * SLACK * EVENT_BYTES)).contains("\ndata: " + pulledAtFirst + "#");
        assertThat(pulled).hasValueGreaterThan(pulledAtFirst);
        reader.cancel();
    }

    @Test
    void aClosedTabCancelsTheJob() throws Exception {
        Reader reader = read("/results");
        assertThat(reader.next(EVENT_BYTES)).startsWith("id: 0\n");

        reader.cancel();

        assertThat(cancelled.await(20, SECONDS)).isTrue();
        kubeface.close();
        assertThat(RUNNING).hasValue(0);
    }

    @Test
    void thePageShowsTheStream() {
        String page = HttpClient.create()
                .get()
                .uri(url("/"))
                .responseContent()
                .aggregate()
                .asString()
                .block();

        assertThat(page).contains("new EventSource('/results')");
    }

    private Reader read(String path) {
        Reader reader = new Reader();
        HttpClient.newConnection()
                .option(ChannelOption.SO_RCVBUF, 4096)
                .get()
                .uri(url(path))
                .responseContent()
                .asString()
                .subscribe(reader);
        return reader;
    }

    private String url(String path) {
        return "http://localhost:" + server.port() + path;
    }

    /** Takes what it is told to, piece by piece, and nothing ahead. */
    private static final class Reader extends BaseSubscriber<String> {
        private final BlockingQueue<String> pieces = new LinkedBlockingQueue<>();

        @Override
        protected void hookOnSubscribe(Subscription subscription) {
            // Requests come from next().
        }

        @Override
        protected void hookOnNext(String piece) {
            pieces.add(piece);
        }

        String next(int bytes) throws InterruptedException {
            StringBuilder text = new StringBuilder();
            while (text.length() < bytes) {
                request(1);
                String piece = pieces.poll(20, SECONDS);
                assertThat(piece).describedAs("after %s bytes", text.length()).isNotNull();
                text.append(piece);
            }
            return text.toString();
        }
    }
}
