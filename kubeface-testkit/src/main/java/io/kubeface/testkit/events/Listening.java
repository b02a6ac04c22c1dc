package io.kubeface.testkit.events;

/** A subscription that ends with its block. */
record Listening(Heard heard) implements AutoCloseable {
    @Override
    public void close() {
        heard.cancel();
    }
}
