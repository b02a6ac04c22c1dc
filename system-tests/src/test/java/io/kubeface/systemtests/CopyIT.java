package io.kubeface.systemtests;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code kubeface copy} with a bucket. */
class CopyIT {
    private static final int SEVERAL_PARTS = 20_000_000;

    @TempDir
    Path directory;

    private final Bucket bucket = new Bucket();

    @AfterEach
    void removeBucket() {
        bucket.close();
    }

    @Test
    void aTreeGoesToABucketAndComesBackTheSame() throws Exception {
        Path tree = Files.createDirectories(directory.resolve("tree/sub")).getParent();
        Files.writeString(tree.resolve("sub/a file, ünlike a job's"), "text");
        byte[] large = new byte[SEVERAL_PARTS];
        new Random(1).nextBytes(large);
        Files.write(tree.resolve("large"), large);
        Files.createFile(tree.resolve("empty"));
        String prefix = "gs://" + bucket.name + "/some/where";

        assertThat(copy(0, tree.toString(), prefix)).contains("3 files copied, 20.0 MB.");
        assertThat(copy(0, prefix, directory.resolve("back").toString())).contains("3 files copied");
        for (String name : List.of("sub/a file, ünlike a job's", "large", "empty")) {
            assertThat(directory.resolve("back").resolve(name)).hasSameBinaryContentAs(tree.resolve(name));
        }
        assertThat(copy(1, tree.resolve("large").toString(), prefix + "/large")).contains("is there already");
        assertThat(copy(0, "--overwrite", tree.resolve("empty").toString(), prefix + "/large"))
                .isEmpty();
        assertThat(copy(0, prefix + "/large", "gs://" + bucket.name + "/other/"))
                .isEmpty();
        assertThat(copy(0, "gs://" + bucket.name + "/other/large", "-")).isEmpty();
        assertThat(copy(1, prefix, prefix + "/sub")).contains("into itself");
    }

    @Test
    void whatIsNotThereIsNamed() throws Exception {
        String none = "gs://" + bucket.name + "/none";
        assertThat(copy(1, none, "-")).contains("There is nothing at " + none);
        assertThat(copy(0, "--no-error", none, directory.resolve("x").toString()))
                .isEmpty();
        assertThat(copy(1, "gs://kubeface-no-such-bucket-at-all/x", "-")).contains("There is no bucket");
    }

    /** What the command says, which must end with this exit code. */
    private static String copy(int code, String... arguments) throws IOException, InterruptedException {
        List<String> all = new ArrayList<>(List.of("copy"));
        all.addAll(List.of(arguments));
        Process process = CommandProcess.start(all, Map.of("KUBEFACE_CONFIG", "/dev/null"));
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(said).isEqualTo(code);
        return said;
    }
}
