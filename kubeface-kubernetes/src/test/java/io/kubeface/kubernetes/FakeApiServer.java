package io.kubeface.kubernetes;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodStatus;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** As much of an API server as a backend sees, with the faults that a real one cannot be asked for. */
final class FakeApiServer implements AutoCloseable {
    private static final String PODS = "/api/v1/namespaces/space/pods";
    private static final String EVENTS = "/api/v1/namespaces/space/events";

    /** What becomes of the creation of a pod. */
    record Fault(int code, String body, String retryAfter, boolean makesPod) {
        static Fault busy(String retryAfter) {
            return new Fault(429, "Too many requests, please try again later.", retryAfter, false);
        }

        static Fault broken(int code) {
            return new Fault(code, "", "", false);
        }

        /** The pod is made, and the connection ends before anybody is told. */
        static Fault lostAnswer() {
            return new Fault(0, "", "", true);
        }

        /** The pod is made, and is gone before any watch tells of it. */
        static Fault vanished() {
            return new Fault(
                    201, "{\"kind\":\"Pod\",\"apiVersion\":\"v1\",\"metadata\":{\"name\":\"vanished\"}}", "", false);
        }
    }

    /** What is refused from now on. */
    enum Kind {
        ALL,
        LIST_AND_WATCH,
        WATCH
    }

    private record Refusal(Kind kind, int code, String body) {}

    private final KubernetesSerialization json = new KubernetesSerialization();
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final HttpServer server;
    private final Map<String, Pod> pods = new TreeMap<>();
    private final List<OutputStream> watches = new ArrayList<>();
    private final List<OutputStream> followers = new ArrayList<>();
    private final NavigableMap<Long, String> history = new TreeMap<>();
    private final Deque<Fault> faults = new ArrayDeque<>();
    private final List<Long> creations = new ArrayList<>();
    private List<Event> events = List.of();
    private Fault always;
    private Fault trial = new Fault(201, "", "", false);
    private int trials;
    private PodStatus initial;
    private boolean withheld;
    private int deletions;
    private boolean away;
    private Refusal refusal;
    private int refusals;
    private int reads;
    private boolean nodesLost;
    private long version = 1;
    private long forgotten;

    FakeApiServer() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext("/", this::handle);
        server.start();
    }

    Config config() {
        return new ConfigBuilder()
                .withAutoConfigure(false)
                .withMasterUrl("http://127.0.0.1:" + server.getAddress().getPort())
                .withNamespace("space")
                .withRequestRetryBackoffLimit(0)
                .withWatchReconnectInterval(50)
                .withHttp2Disable(true)
                .build();
    }

    /** The next creations of pods go wrong so. */
    synchronized void failNext(Fault... next) {
        faults.addAll(List.of(next));
    }

    /** All creations of pods go wrong so. */
    synchronized void failAlways(Fault fault) {
        always = fault;
    }

    /** What becomes of pods that are not to be made. */
    synchronized void answerTrials(Fault answer) {
        trial = answer;
    }

    synchronized int trials() {
        return trials;
    }

    /** Pods are like this from their creation on. */
    synchronized void createAs(PodStatus status) {
        initial = status;
    }

    /** Pods are deleted, but nobody is answered so before {@link #answerDeletions}. */
    synchronized void withholdDeletions() {
        withheld = true;
    }

    synchronized void answerDeletions() {
        withheld = false;
        notifyAll();
    }

    /** Waits until the deletion of a pod was asked for. */
    synchronized void awaitDeletion() throws InterruptedException {
        while (deletions == 0) {
            wait();
        }
    }

    /** Ends all watches, and lets none begin until {@link #comeBack}; what happens meanwhile no watch ever tells. */
    synchronized void goAway() {
        away = true;
        watches.forEach(FakeApiServer::closeQuietly);
        watches.clear();
    }

    synchronized void comeBack() {
        away = false;
        forgotten = version;
    }

    /** Ends all watches in the middle of an event. */
    synchronized void cutWatches() throws IOException {
        for (OutputStream watch : watches) {
            write(watch, "{\"type\":\"MODIFIED\",\"obj");
            closeQuietly(watch);
        }
        watches.clear();
    }

    /** Ends all watches, and answers requests of this kind so until {@link #admit}. */
    synchronized void refuse(Kind kind, int code, String body) {
        refusal = new Refusal(kind, code, body);
        refusals = 0;
        watches.forEach(FakeApiServer::closeQuietly);
        watches.clear();
    }

    synchronized void admit() {
        refusal = null;
    }

    /** Waits until so many requests were refused. */
    synchronized void awaitRefusals(int count) throws InterruptedException {
        while (refusals < count) {
            wait();
        }
    }

    /** From now on no node confirms that a pod has ended; only deletions by force hold. */
    synchronized void loseNodes() {
        nodesLost = true;
    }

    /** Somebody asks for the deletion of all pods, whose nodes do not confirm it. */
    synchronized void markDeleted(long graceSeconds) throws IOException {
        for (Pod pod : pods.values()) {
            markDeleted(pod, graceSeconds);
        }
    }

    private void markDeleted(Pod pod, long graceSeconds) throws IOException {
        pod.getMetadata().setDeletionTimestamp("2026-01-01T00:00:00Z");
        pod.getMetadata().setDeletionGracePeriodSeconds(graceSeconds);
        tell("MODIFIED", pod);
    }

    /** How often one pod was read. */
    synchronized int reads() {
        return reads;
    }

    synchronized List<String> podNames() {
        return List.copyOf(pods.keySet());
    }

    /** When pods were to be created, in nanoseconds. */
    synchronized List<Long> creations() {
        return List.copyOf(creations);
    }

    /** What is told of any pod; empty when nobody may read that. */
    synchronized void events(List<Event> told) {
        events = told;
    }

    /** All pods are like this now. */
    synchronized void change(PodStatus status) throws IOException {
        for (Pod pod : pods.values()) {
            pod.setStatus(status);
            tell("MODIFIED", pod);
        }
    }

    synchronized void removePod(String name) throws IOException {
        Pod pod = pods.remove(name);
        tell("DELETED", pod);
    }

    /** All pods run. */
    synchronized void runPods() throws IOException {
        for (Pod pod : pods.values()) {
            pod.getSpec().setNodeName("node");
        }
        change(Pods.status("Running", Pods.running()));
    }

    /** All pods end with this exit code. */
    synchronized void endPods(int exitCode) throws IOException {
        for (Pod pod : pods.values()) {
            pod.getSpec().setNodeName("node");
        }
        change(Pods.ended(exitCode));
        for (OutputStream follower : followers) {
            write(follower, "last words");
            closeQuietly(follower);
        }
        followers.clear();
    }

    private void tell(String type, Pod pod) throws IOException {
        pod.getMetadata().setResourceVersion(Long.toString(++version));
        String line = event(type, json.asJson(pod));
        history.put(version, line);
        for (OutputStream watch : watches) {
            write(watch, line);
        }
    }

    private static String event(String type, String object) {
        return "{\"type\":\"" + type + "\",\"object\":" + object + "}\n";
    }

    private void handle(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().getPath();
        String method = exchange.getRequestMethod();
        byte[] body = exchange.getRequestBody().readAllBytes();
        synchronized (this) {
            if (isRefused(path, exchange)) {
                refusals++;
                notifyAll();
                answer(exchange, refusal.code(), refusal.body());
            } else if (path.equals(EVENTS)) {
                events(exchange);
            } else if (!path.startsWith(PODS)) {
                answer(exchange, method.equals("POST") ? 201 : 200, "{\"kind\":\"Status\",\"apiVersion\":\"v1\"}");
            } else if (method.equals("POST")) {
                create(exchange, json.unmarshal(new String(body, StandardCharsets.UTF_8), Pod.class));
            } else if (path.length() > PODS.length()) {
                one(exchange, method, path.substring(PODS.length() + 1), new String(body, StandardCharsets.UTF_8));
            } else if (String.valueOf(exchange.getRequestURI().getQuery()).contains("watch=true")) {
                watch(exchange);
            } else if (away) {
                exchange.close();
            } else {
                answer(
                        exchange,
                        200,
                        "{\"kind\":\"PodList\",\"apiVersion\":\"v1\",\"metadata\":{\"resourceVersion\":\"" + version
                                + "\"},\"items\":"
                                + json.asJson(pods.values()) + "}");
            }
        }
    }

    private boolean isRefused(String path, HttpExchange exchange) {
        if (refusal == null) {
            return false;
        }
        boolean watch = String.valueOf(exchange.getRequestURI().getQuery()).contains("watch=true");
        boolean list = path.equals(PODS) && exchange.getRequestMethod().equals("GET");
        return switch (refusal.kind()) {
            case ALL -> true;
            case LIST_AND_WATCH -> list;
            case WATCH -> watch;
        };
    }

    private void events(HttpExchange exchange) throws IOException {
        if (events.isEmpty()) {
            answer(exchange, 403, Pods.status(403, "Forbidden", "events is forbidden"));
        } else {
            answer(
                    exchange,
                    200,
                    "{\"kind\":\"EventList\",\"apiVersion\":\"v1\",\"items\":" + json.asJson(events) + "}");
        }
    }

    private void create(HttpExchange exchange, Pod pod) throws IOException {
        if (String.valueOf(exchange.getRequestURI().getQuery()).contains("dryRun=All")) {
            trials++;
            answer(exchange, trial.code(), trial.body().isEmpty() ? json.asJson(pod) : trial.body());
            return;
        }
        creations.add(System.nanoTime());
        Fault fault = faults.isEmpty() ? always : faults.poll();
        String name = pod.getMetadata().getName();
        if (fault != null && !fault.makesPod()) {
            if (!fault.retryAfter().isEmpty()) {
                exchange.getResponseHeaders().set("Retry-After", fault.retryAfter());
            }
            answer(exchange, fault.code(), fault.body());
        } else if (pods.containsKey(name)) {
            answer(exchange, 409, Pods.status(409, "AlreadyExists", "pods \"" + name + "\" already exists"));
        } else {
            pod.getMetadata().setCreationTimestamp("2026-01-01T00:00:00Z");
            pod.setStatus(initial);
            pods.put(name, pod);
            tell("ADDED", pod);
            if (fault == null) {
                answer(exchange, 201, json.asJson(pod));
            } else {
                exchange.close();
            }
        }
    }

    private void one(HttpExchange exchange, String method, String name, String body) throws IOException {
        if (name.endsWith("/log")) {
            if (String.valueOf(exchange.getRequestURI().getQuery()).contains("follow=true")) {
                follow(exchange);
            } else {
                answer(exchange, 200, "last words");
            }
            return;
        }
        Pod pod = pods.get(name);
        if (pod == null) {
            answer(exchange, 404, Pods.status(404, "NotFound", "pods \"" + name + "\" not found"));
            return;
        }
        if (method.equals("GET")) {
            reads++;
        }
        if (method.equals("DELETE")) {
            if (nodesLost && !body.contains("\"gracePeriodSeconds\":0")) {
                markDeleted(pod, 1);
            } else {
                removePod(name);
            }
            awaitAnswering();
        }
        answer(exchange, 200, json.asJson(pod));
    }

    private void follow(HttpExchange exchange) throws IOException {
        exchange.sendResponseHeaders(200, 0);
        OutputStream out = exchange.getResponseBody();
        write(out, "first words, ");
        followers.add(out);
    }

    private synchronized void awaitAnswering() throws IOException {
        deletions++;
        notifyAll();
        try {
            while (withheld) {
                wait();
            }
        } catch (InterruptedException e) {
            throw new InterruptedIOException("The server is closed.");
        }
    }

    private void watch(HttpExchange exchange) throws IOException {
        if (away) {
            exchange.close();
            return;
        }
        if ("websocket".equals(exchange.getRequestHeaders().getFirst("Upgrade"))) {
            // No web socket: the client then asks for a plain stream.
            answer(exchange, 200, "{}");
            return;
        }
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(200, 0);
        OutputStream out = exchange.getResponseBody();
        long since = resourceVersion(exchange.getRequestURI().getQuery());
        if (since < forgotten) {
            write(out, event("ERROR", Pods.status(410, "Expired", "too old resource version")));
            closeQuietly(out);
            return;
        }
        for (String line : history.tailMap(since, false).values()) {
            write(out, line);
        }
        out.flush();
        watches.add(out);
    }

    private static long resourceVersion(String query) {
        for (String parameter : query.split("&", -1)) {
            if (parameter.startsWith("resourceVersion=")) {
                return Long.parseLong(parameter.substring(parameter.indexOf('=') + 1));
            }
        }
        return 0;
    }

    private static void write(OutputStream out, String text) throws IOException {
        try {
            out.write(text.getBytes(StandardCharsets.UTF_8));
            out.flush();
        } catch (IOException e) {
            closeQuietly(out); // its client is gone
        }
    }

    private static void answer(HttpExchange exchange, int code, String body) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(code, bytes.length == 0 ? -1 : bytes.length);
        if (bytes.length > 0) {
            exchange.getResponseBody().write(bytes);
        }
        exchange.close();
    }

    private static void closeQuietly(OutputStream out) {
        try {
            out.close();
        } catch (IOException e) {
            // Its client is gone.
        }
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
