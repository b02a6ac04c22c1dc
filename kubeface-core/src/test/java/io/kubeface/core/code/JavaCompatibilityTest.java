package io.kubeface.core.code;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class JavaCompatibilityTest {
    @Test
    void aWorkerAsNewAsTheDriverOrNewerIsAccepted() {
        assertThat(JavaCompatibility.refusal(17, 17)).isEmpty();
        assertThat(JavaCompatibility.refusal(17, 25)).isEmpty();
    }

    @Test
    void anOlderWorkerIsRefusedNamingBoth() {
        assertThat(JavaCompatibility.refusal(25, 17))
                .hasValueSatisfying(message ->
                        assertThat(message).contains("worker's Java 17").contains("driver's Java 25"));
    }
}
