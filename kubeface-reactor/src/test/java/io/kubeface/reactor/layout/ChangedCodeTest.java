package io.kubeface.reactor.layout;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ChangedCodeTest {

    @TempDir
    Path directory;

    @Test
    void aWorkerRefusesCodeThatWasChangedInTheStorageAndNamesBothDigests() throws Exception {
        Driver driver = new Driver(directory);
        OneTaskProgram program = new OneTaskProgram(directory, driver, Path.of(System.getProperty("java.home")));
        assertThat(program.run(directory.resolve("workers-1"))).startsWith("49 on Java ");

        String digest = sha256(
                Files.readAllBytes(Libraries.in(directory.resolve("kubeface")).get(0)));
        Path staged = driver.storage().resolve("code").resolve("sha256").resolve(digest + ".jar");
        byte[] bytes = Files.readAllBytes(staged);
        bytes[bytes.length / 2] ^= 1;
        Files.write(staged, bytes);

        assertThat(program.run(directory.resolve("workers-2")))
                .startsWith("CODE_MISMATCH ")
                .contains(digest, sha256(bytes));
        driver.assertNothingLeft();
    }

    private static String sha256(byte[] bytes) throws Exception {
        return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    }
}
