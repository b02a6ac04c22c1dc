package io.kubeface.examples;

import io.kubeface.reactor.Kubeface;
import io.kubeface.reactor.Result;
import reactor.core.publisher.Flux;

/** The smallest program: ten squares, each computed by a worker process of its own. */
public final class Squares {
    private Squares() {}

    public static void main(String[] args) {
        try (Kubeface kubeface = Kubeface.create()) {
            kubeface.map(x -> x * x, Flux.range(0, 10))
                    .map(Result::get)
                    .doOnNext(System.out::println)
                    .blockLast();
        }
    }
}
