package io.kubeface.reactor.backend;

import java.io.IOException;
import java.util.List;

/** How a worker process is kept together with everything it starts, so that all of it can be ended. Blocking. */
interface ProcessTrees extends AutoCloseable {

    /** What stands before a worker's command. */
    List<String> commandPrefix();

    /** A worker was started; it is to end with the driver. */
    void started(Process process) throws IOException;

    /** Kills a worker that may still run, with what it started. */
    void kill(Process process);

    /** A worker's process has ended: what it left behind is killed. */
    void ended(Process process) throws IOException;

    /** Gives back what was opened; no worker runs any more. */
    @Override
    void close() throws IOException;

    /** The best that this machine offers. */
    static ProcessTrees ofThisMachine() {
        return Sessions.find().<ProcessTrees>map(sessions -> sessions).orElseGet(Descendants::new);
    }
}
