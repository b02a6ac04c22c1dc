package io.kubeface.systemtests.chaos;

import io.kubeface.systemtests.Deadlines;
import io.kubeface.systemtests.RealParts;
import io.kubeface.systemtests.StorageProxy;
import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The storage as driver and workers see it: in bad weather now and then, and with a record of the values written. */
final class Storage implements AutoCloseable {
    private static final Pattern NAME = Pattern.compile("\"name\":\\s*\"([^\"]+\\.value)\"");
    private static final Pattern GENERATION = Pattern.compile("\"generation\":\\s*\"?(\\d+)");

    private final StorageProxy proxy;
    private final Map<String, List<Written>> values = new HashMap<>();
    private int requestsInWeather;
    private StorageProxy.Fault weather = StorageProxy.Fault.NONE;

    /** An object that the service said it made. */
    record Written(long generation, long atNanos) {}

    /** Listens at an address that pods reach too. */
    Storage() throws IOException {
        String service = RealParts.variable("STORAGE_EMULATOR_HOST");
        proxy = new StorageProxy(service, addressTowards(URI.create(service)), (method, uri) -> next(), this::heard);
    }

    private static InetAddress addressTowards(URI service) throws IOException {
        try (DatagramSocket socket = new DatagramSocket()) {
            socket.connect(new InetSocketAddress(service.getHost(), service.getPort()));
            return socket.getLocalAddress();
        }
    }

    String url() {
        return proxy.url();
    }

    /** From now on so many requests fare like this. */
    synchronized void weather(StorageProxy.Fault fault, int requests) {
        weather = fault;
        requestsInWeather = requests;
    }

    private synchronized StorageProxy.Fault next() {
        if (requestsInWeather == 0) {
            return StorageProxy.Fault.NONE;
        }
        requestsInWeather--;
        return weather;
    }

    private void heard(URI uri, int status, byte[] body) {
        if (uri.getPath().startsWith("/upload/") && status == 200) {
            String text = new String(body, StandardCharsets.UTF_8);
            Matcher name = NAME.matcher(text);
            Matcher generation = GENERATION.matcher(text);
            if (name.find() && generation.find()) {
                written(name.group(1), Long.parseLong(generation.group(1)));
            }
        }
    }

    private synchronized void written(String name, long generation) {
        values.computeIfAbsent(name, unused -> new ArrayList<>()).add(new Written(generation, System.nanoTime()));
        notifyAll();
    }

    /** What was made of each value, by its name in the bucket. */
    synchronized Map<String, List<Written>> values() {
        Map<String, List<Written>> copy = new HashMap<>();
        values.forEach((name, written) -> copy.put(name, List.copyOf(written)));
        return copy;
    }

    /** How many tasks have a value. */
    synchronized int count() {
        return values.size();
    }

    /**
     * Waits until so many tasks have a value.
     *
     * @throws AssertionError when it takes too long, or nobody works on it any more
     */
    void awaitValues(int count, BooleanSupplier worked) throws InterruptedException {
        if (!awaitValues(count, worked, Deadlines.LONG)) {
            throw new AssertionError(
                    "There are " + count() + " values, not " + count + "; a driver works: " + worked.getAsBoolean());
        }
    }

    /** Waits until so many tasks have a value, but no longer than this, and not when nobody works on it any more. */
    synchronized boolean awaitValues(int count, BooleanSupplier worked, Duration atMost) throws InterruptedException {
        long deadline = System.nanoTime() + atMost.toNanos();
        while (values.size() < count && worked.getAsBoolean()) {
            long millis = (deadline - System.nanoTime()) / 1_000_000;
            if (millis <= 0) {
                return false;
            }
            // Wakes up to see whether somebody works.
            wait(Math.min(millis, 1000));
        }
        return values.size() >= count;
    }

    @Override
    public void close() {
        proxy.close();
    }
}
