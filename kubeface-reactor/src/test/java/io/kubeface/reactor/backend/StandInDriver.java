package io.kubeface.reactor.backend;

import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/** A driver with a running worker, as a program of its own, so that a test can kill it. Prints its worker's pid. */
public final class StandInDriver {
    private StandInDriver() {}

    public static void main(String[] args) throws Exception {
        StandIn standIn = new StandIn(Path.of(args[0]));
        System.out.println(StandIn.pid(standIn.launch(args[1])));
        TimeUnit.SECONDS.sleep(StandInWorker.LONG_SECONDS);
    }
}
