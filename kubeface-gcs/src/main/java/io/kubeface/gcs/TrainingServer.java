package io.kubeface.gcs;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.BufferedInputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import org.jspecify.annotations.Nullable;

/**
 * As much of the storage service, over HTTP in this JVM, as the client needs to do what a worker does: small uploads,
 * reads, deletes and lists of objects in the heap. Only for a run that shows a JVM which classes that takes.
 */
final class TrainingServer implements Closeable {
    private final ServerSocket server;
    private final TrainingObjects objects = new TrainingObjects();

    TrainingServer() throws IOException {
        server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        start("kubeface-training", this::accept);
    }

    String url() {
        return "http://" + server.getInetAddress().getHostAddress() + ":" + server.getLocalPort();
    }

    @Override
    public void close() throws IOException {
        server.close();
    }

    private static void start(String name, Runnable body) {
        Thread thread = new Thread(body, name);
        thread.setDaemon(true);
        thread.start();
    }

    private void accept() {
        try {
            while (true) {
                Socket socket = server.accept();
                start("kubeface-training-connection", () -> serve(socket));
            }
        } catch (IOException e) {
            // Closed: the run is over.
        }
    }

    private void serve(Socket socket) {
        try (socket) {
            InputStream in = new BufferedInputStream(socket.getInputStream());
            OutputStream out = socket.getOutputStream();
            for (String first = line(in); first != null; first = line(in)) {
                TrainingObjects.Answer answer = answer(first, in);
                String head = "HTTP/1.1 " + answer.status() + " x\r\nContent-Type: " + answer.contentType()
                        + "\r\nContent-Length: " + answer.body().length + "\r\n" + answer.headers() + "\r\n";
                out.write(head.getBytes(ISO_8859_1));
                out.write(answer.body());
                out.flush();
            }
        } catch (IOException e) {
            // The client is gone.
        }
    }

    private TrainingObjects.Answer answer(String first, InputStream in) throws IOException {
        int length = 0;
        boolean chunked = false;
        for (String header = line(in); header != null && !header.isEmpty(); header = line(in)) {
            int colon = header.indexOf(':');
            String name = header.substring(0, Math.max(0, colon));
            String value = header.substring(colon + 1).trim();
            if (name.equalsIgnoreCase("content-length")) {
                length = Integer.parseInt(value);
            } else if (name.equalsIgnoreCase("transfer-encoding")) {
                chunked = true;
            }
        }
        String body = chunked ? chunks(in) : new String(in.readNBytes(length), ISO_8859_1);
        int space = first.indexOf(' ');
        return objects.answer(first.substring(0, space), first.substring(space + 1, first.lastIndexOf(' ')), body);
    }

    private static String chunks(InputStream in) throws IOException {
        StringBuilder body = new StringBuilder();
        while (true) {
            String size = line(in);
            int length = size == null ? 0 : Integer.parseInt(size, 16);
            body.append(new String(in.readNBytes(length), ISO_8859_1));
            line(in);
            if (length == 0) {
                return body.toString();
            }
        }
    }

    private static @Nullable String line(InputStream in) throws IOException {
        StringBuilder line = new StringBuilder();
        int c = in.read();
        if (c < 0) {
            return null;
        }
        while (c >= 0 && c != '\n') {
            if (c != '\r') {
                line.append((char) c);
            }
            c = in.read();
        }
        return line.toString();
    }
}
