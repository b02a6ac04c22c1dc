package io.kubeface.reactor;

import reactor.core.publisher.Mono;

/** The log of a task's last attempt. Equal to every other one of the same address. */
public final class TaskLog {
    /** As much as is read of a log, from its end. */
    public static final int MAX_BYTES = 4 * 1024 * 1024;

    private final String address;
    private final Mono<String> text;

    /**
     * A log.
     *
     * @param address as {@link #address()}
     * @param text as {@link #text()}
     */
    public TaskLog(String address, Mono<String> text) {
        this.address = address;
        this.text = text;
    }

    /** Where a person finds it, while it is kept. */
    public String address() {
        return address;
    }

    /** What is in it, as {@link Result#log()} tells. */
    public Mono<String> text() {
        return text;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof TaskLog log && log.address.equals(address);
    }

    @Override
    public int hashCode() {
        return address.hashCode();
    }

    @Override
    public String toString() {
        return address;
    }
}
