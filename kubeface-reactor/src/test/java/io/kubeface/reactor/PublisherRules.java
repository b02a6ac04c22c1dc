package io.kubeface.reactor;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.DynamicTest;
import org.reactivestreams.tck.PublisherVerification;
import org.reactivestreams.tck.TestEnvironment;
import org.testng.SkipException;
import org.testng.annotations.Test;

/** The rules of the Reactive Streams technology compatibility kit, each a test of its own. */
public final class PublisherRules {
    private static final long SIGNAL_MILLIS = 3_000;
    private static final long SILENCE_MILLIS = 100;

    private PublisherRules() {}

    /** How long the kit waits for a signal, and for none. */
    public static TestEnvironment environment() {
        return new TestEnvironment(SIGNAL_MILLIS, SILENCE_MILLIS, false);
    }

    /** A test for each rule, with a verification for each test. */
    public static Stream<DynamicTest> tests(Supplier<? extends PublisherVerification<?>> verifications) {
        return Arrays.stream(PublisherVerification.class.getMethods())
                .filter(method -> method.isAnnotationPresent(Test.class))
                .map(rule -> DynamicTest.dynamicTest(rule.getName(), () -> verify(verifications.get(), rule)));
    }

    private static void verify(PublisherVerification<?> verification, Method rule) throws Throwable {
        verification.setUp();
        try {
            rule.invoke(verification);
        } catch (InvocationTargetException e) {
            if (e.getCause() instanceof SkipException skipped) {
                Assumptions.abort("The kit leaves this rule out: " + skipped.getMessage());
            }
            throw e.getCause();
        }
    }
}
