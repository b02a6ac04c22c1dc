package io.kubeface.reactor.backend;

import org.junit.jupiter.api.Test;
import reactor.core.scheduler.Schedulers;
import reactor.test.StepVerifier;

class LaunchingTest {

    /** Reactor throws such an error past a subscriber, who would wait for a launch without end. */
    @Test
    void aLaunchWhoseClassesDoNotLoadFails() {
        StepVerifier.create(Launching.on(Schedulers.immediate(), () -> {
                    throw new NoClassDefFoundError("missing");
                }))
                .verifyError(NoClassDefFoundError.class);
    }
}
