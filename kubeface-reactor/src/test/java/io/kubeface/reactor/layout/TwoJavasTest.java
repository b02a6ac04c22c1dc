package io.kubeface.reactor.layout;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TwoJavasTest {

    @TempDir
    Path directory;

    @Test
    void workersOnANewerJavaThanTheDriversRunItsTasks() throws Exception {
        Javas javas = Javas.orSkip();
        Driver driver = new Driver(directory, javas.oldest());

        assertThat(new OneTaskProgram(directory, driver, javas.newest()).run(directory.resolve("workers")))
                .isEqualTo("49 on Java " + javas.newestFeature());
        driver.assertNothingLeft();
    }

    @Test
    void workersOnAnOlderJavaThanTheDriversRefuseAndNameBoth() throws Exception {
        Javas javas = Javas.orSkip();
        Driver driver = new Driver(directory, javas.newest());

        assertThat(new OneTaskProgram(directory, driver, javas.oldest()).run(directory.resolve("workers")))
                .startsWith("CODE_MISMATCH ")
                .contains("worker's Java " + javas.oldestFeature(), "driver's Java " + javas.newestFeature());
        driver.assertNothingLeft();
    }
}
