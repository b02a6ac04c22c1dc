package io.kubeface.core.task;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class FailureReportsTest {

    @Test
    void whatAThrowableTellsIsKept() {
        IllegalStateException thrown = new IllegalStateException("no", new RuntimeException("why"));
        thrown.addSuppressed(new ArithmeticException("also"));
        FailureReport report = FailureReports.of(thrown, FailureKind.USER_ERROR);

        assertThat(report.kind()).isEqualTo(FailureKind.USER_ERROR);
        assertThat(report.type()).isEqualTo("java.lang.IllegalStateException");
        assertThat(report.message()).isEqualTo("no");
        assertThat(report.frames().get(0).getMethodName()).isEqualTo("whatAThrowableTellsIsKept");
        assertThat(report.frames().get(0).toString()).startsWith("io.kubeface");
        assertThat(report.cause().orElseThrow().message()).isEqualTo("why");
        assertThat(report.suppressed()).extracting(FailureReport::message).containsExactly("also");
    }

    @Test
    void noMessageIsAnEmptyOne() {
        assertThat(FailureReports.of(new RuntimeException(), FailureKind.USER_ERROR)
                        .message())
                .isEmpty();
    }

    @Test
    void headAndTailOfALongStackAreKept() {
        StackTraceElement[] frames = new StackTraceElement[5000];
        Arrays.setAll(frames, i -> new StackTraceElement("A", "m" + i, "A.java", i));
        RuntimeException thrown = new RuntimeException();
        thrown.setStackTrace(frames);

        List<StackTraceElement> kept =
                FailureReports.of(thrown, FailureKind.USER_ERROR).frames();
        assertThat(kept).hasSize(1001);
        assertThat(kept.get(0).getMethodName()).isEqualTo("m0");
        assertThat(kept.get(500).getClassName()).isEqualTo("[4000 frames were left out]");
        assertThat(kept.get(1000).getMethodName()).isEqualTo("m4999");
    }

    @Test
    void aLongMessageIsCutAndSaysSo() {
        String message = FailureReports.of(new RuntimeException("x".repeat(100_000)), FailureKind.USER_ERROR)
                .message();
        assertThat(message).hasSizeBetween(65_536, 65_700).endsWith("x [34464 more characters were left out]");
    }

    @Test
    void aCycleIsCut() {
        RuntimeException a = new RuntimeException("a");
        RuntimeException b = new RuntimeException("b", a);
        a.initCause(b);
        a.addSuppressed(b);
        FailureReport report = FailureReports.of(a, FailureKind.USER_ERROR);
        FailureReport cut = report.cause().orElseThrow().cause().orElseThrow();
        assertThat(cut.message()).contains("described above");
        assertThat(cut.cause()).isEmpty();
    }

    @Test
    void aLongChainOfCausesIsCutAndSaysSo() {
        RuntimeException chain = new RuntimeException("0");
        for (int i = 1; i < 200; i++) {
            chain = new RuntimeException("" + i, chain);
        }
        FailureReport report = FailureReports.of(chain, FailureKind.USER_ERROR);
        int depth = 1;
        while (report.cause().isPresent()) {
            report = report.cause().get();
            depth++;
        }
        assertThat(depth).isEqualTo(51);
        assertThat(report.message()).contains("left out");
    }

    @Test
    void manySuppressedAreCutAndSaySo() {
        RuntimeException thrown = new RuntimeException();
        for (int i = 0; i < 80; i++) {
            thrown.addSuppressed(new RuntimeException("" + i));
        }
        List<FailureReport> suppressed =
                FailureReports.of(thrown, FailureKind.USER_ERROR).suppressed();
        assertThat(suppressed).hasSize(51);
        assertThat(suppressed.get(50).message()).contains("30 more suppressed");
    }

    @Test
    void aTreeOfSuppressedStaysSmall() {
        FailureReport report = FailureReports.of(tree(4), FailureKind.USER_ERROR);
        assertThat(count(report)).isLessThan(5_000);
    }

    @Test
    void aThrowableThatMisbehavesIsStillReported() {
        FailureReport report = FailureReports.of(new Misbehaving(), FailureKind.USER_ERROR);
        assertThat(report.type()).endsWith("$Misbehaving");
        assertThat(report.message()).contains("getMessage() threw java.lang.IllegalStateException");
        assertThat(report.frames()).isEmpty();
        assertThat(report.cause()).isEmpty();
    }

    @Test
    void anErrorOfAThrowablesOwnMethodsIsStillAReport() {
        FailureReport report = FailureReports.of(new Broken(), FailureKind.USER_ERROR);
        assertThat(report.type()).endsWith("$Broken");
        assertThat(report.message()).contains("getMessage() threw java.lang.AssertionError");
        assertThat(report.frames()).isEmpty();
        assertThat(report.cause()).isEmpty();
        assertThat(FailureReports.line(new Broken())).isEqualTo(Broken.class.getName());
    }

    @Test
    void noStackAndNoFrameAreLeftOut() {
        assertThat(FailureReports.of(new Stackless(null), FailureKind.USER_ERROR)
                        .frames())
                .isEmpty();
        StackTraceElement frame = new StackTraceElement("A", "m", "A.java", 1);
        assertThat(FailureReports.of(new Stackless(new StackTraceElement[] {null, frame, null}), FailureKind.USER_ERROR)
                        .frames())
                .containsExactly(frame);
    }

    private static RuntimeException tree(int depth) {
        RuntimeException thrown = new RuntimeException("m".repeat(10_000));
        for (int i = 0; depth > 0 && i < 6; i++) {
            thrown.addSuppressed(tree(depth - 1));
        }
        return thrown;
    }

    private static int count(FailureReport report) {
        return 1
                + report.suppressed().stream()
                        .mapToInt(FailureReportsTest::count)
                        .sum();
    }

    private static final class Broken extends RuntimeException {
        @Override
        public String getMessage() {
            throw new AssertionError("broken");
        }

        @Override
        public StackTraceElement[] getStackTrace() {
            throw new AssertionError("broken");
        }

        @Override
        public synchronized Throwable getCause() {
            throw new AssertionError("broken");
        }
    }

    private static final class Stackless extends RuntimeException {
        private final transient StackTraceElement[] frames;

        Stackless(StackTraceElement[] frames) {
            this.frames = frames;
        }

        @Override
        public StackTraceElement[] getStackTrace() {
            return frames;
        }
    }

    private static final class Misbehaving extends RuntimeException {
        @Override
        public String getMessage() {
            throw new IllegalStateException("nested");
        }

        @Override
        public StackTraceElement[] getStackTrace() {
            throw new IllegalStateException("nested");
        }

        @Override
        public synchronized Throwable getCause() {
            throw new IllegalStateException("nested");
        }
    }
}
