package io.kubeface.systemtests;

import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.internal.SSLUtils;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLContext;

/**
 * Stands between a client and the API server, passes all bytes on, and keeps the first line of each request. The client
 * speaks to it in plain HTTP with a token.
 */
final class ApiRequests implements Closeable {
    private static final int LONGEST_LINE = 65_536;
    private static final Pattern REQUEST = Pattern.compile("(GET|POST|PUT|PATCH|DELETE) /\\S+ HTTP/1\\.1$");

    private final ServerSocket listening = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    private final Queue<Socket> sockets = new ConcurrentLinkedQueue<>();
    private final Semaphore refused = new Semaphore(0);
    private final Queue<String> lines = new ConcurrentLinkedQueue<>();
    private final SSLContext trust;
    private final URI server;

    /** Listens at once. */
    ApiRequests(Config config) throws IOException {
        try {
            trust = SSLUtils.sslContext(config);
        } catch (GeneralSecurityException e) {
            throw new IOException(e);
        }
        server = URI.create(config.getMasterUrl());
        start(this::accept);
    }

    /** Where a client finds it. */
    String url() {
        return "http://127.0.0.1:" + listening.getLocalPort();
    }

    /** Requests so far whose first line begins with this, such as {@code GET /api/v1/namespaces/x/pods}. */
    List<String> startingWith(String beginning) {
        return lines.stream().filter(line -> line.startsWith(beginning)).toList();
    }

    private void accept() throws IOException {
        while (true) {
            Socket client = listening.accept();
            start(() -> connect(client));
        }
    }

    private void connect(Socket client) throws IOException {
        Socket upstream;
        try {
            upstream = trust.getSocketFactory().createSocket(server.getHost(), server.getPort());
        } catch (IOException e) {
            client.close();
            refused.release();
            return;
        }
        sockets.add(client);
        sockets.add(upstream);
        start(() -> passOn(client, upstream, true));
        start(() -> passOn(upstream, client, false));
    }

    /** Breaks all connections that there are, and so all watches. */
    void cut() throws IOException {
        for (Socket socket = sockets.poll(); socket != null; socket = sockets.poll()) {
            socket.close();
        }
    }

    /** Waits until a client has tried in vain so many times more to reach the API server through here. */
    void awaitRefused(int times) throws InterruptedException {
        refused.drainPermits();
        if (!refused.tryAcquire(times, Deadlines.LONG.toSeconds(), TimeUnit.SECONDS)) {
            throw new AssertionError("Nobody tried " + times + " times to reach the API server.");
        }
    }

    private void passOn(Socket from, Socket to, boolean requests) throws IOException {
        byte[] buffer = new byte[8192];
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        try (from;
                to) {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
                for (int i = 0; requests && i < count; i++) {
                    read(buffer[i], line);
                }
                out.write(buffer, 0, count);
                out.flush();
            }
        }
    }

    private void read(byte next, ByteArrayOutputStream line) {
        if (next != '\n') {
            if (line.size() < LONGEST_LINE) {
                line.write(next);
            }
            return;
        }
        String text = line.toString(StandardCharsets.ISO_8859_1).strip();
        line.reset();
        // A body before it need not end with a line of its own.
        Matcher request = REQUEST.matcher(text);
        if (request.find()) {
            lines.add(request.group());
        }
    }

    private static void start(Work work) {
        Thread thread = new Thread(
                () -> {
                    try {
                        work.run();
                    } catch (IOException e) {
                        // One of both ends has closed.
                    }
                },
                "api-requests");
        thread.setDaemon(true);
        thread.start();
    }

    private interface Work {
        void run() throws IOException;
    }

    @Override
    public void close() throws IOException {
        listening.close();
        cut();
    }
}
