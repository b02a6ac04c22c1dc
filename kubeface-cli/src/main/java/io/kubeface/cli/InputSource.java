package io.kubeface.cli;

import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.Callable;
import reactor.core.publisher.Flux;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

/** Where inputs come from, one after the other. Used by one thread. */
interface InputSource {

    /**
     * The next input; empty at the end. May block.
     *
     * @throws InputException when there is one that cannot be read
     */
    Optional<Object> next() throws IOException;

    /** Gives back what is open. */
    void close() throws IOException;

    /** Pulls from a source, made at the subscription, as inputs are requested, on a daemon thread of its own. */
    static Flux<Object> flux(Callable<InputSource> opening) {
        return Flux.using(InputSource::thread, thread -> pull(opening).subscribeOn(thread), Scheduler::dispose);
    }

    private static Scheduler thread() {
        return Schedulers.newSingle("kubeface-input", true);
    }

    private static Flux<Object> pull(Callable<InputSource> opening) {
        return Flux.generate(
                opening,
                (source, sink) -> {
                    try {
                        source.next().ifPresentOrElse(sink::next, sink::complete);
                    } catch (InputException e) {
                        sink.error(e);
                    } catch (IOException e) {
                        sink.error(new InputException("The inputs cannot be read any further: " + e, e));
                    }
                    return source;
                },
                InputSource::closeQuietly);
    }

    private static void closeQuietly(InputSource source) {
        try {
            source.close();
        } catch (IOException e) {
            // What was read is right, and there is nothing left to be read.
        }
    }
}
