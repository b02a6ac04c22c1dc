package io.kubeface.kubernetes;

import io.kubeface.core.code.CodeEntry;
import io.kubeface.core.code.StagedCode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;

/** Code whose bootstrap does what a job's name says: {@code exit-7}, {@code endless}, {@code greedy}, {@code look}. */
final class StandInCode {
    static final CodeEntry WORKER = new CodeEntry("b".repeat(64), "stand in.jar", 1);

    private StandInCode() {}

    static StagedCode in(Path directory) throws IOException {
        Path source = directory.resolve("Bootstrap.java");
        try (InputStream text = StandInCode.class.getResourceAsStream("Bootstrap.java.txt")) {
            Files.write(source, text.readAllBytes());
        }
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        if (compiler.run(null, null, null, "--release", "17", "-d", directory.toString(), source.toString()) != 0) {
            throw new IllegalStateException("The stand-in does not compile.");
        }
        Path jar = directory.resolve("stand-in.jar");
        String main = "io/kubeface/bootstrap/Bootstrap.class";
        try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(jar))) {
            zip.putNextEntry(new ZipEntry("secret.txt"));
            zip.write("not for pods".getBytes(StandardCharsets.UTF_8));
            zip.putNextEntry(new ZipEntry(main));
            zip.write(Files.readAllBytes(directory.resolve(main)));
        }
        return new StagedCode(
                List.of(new CodeEntry("a".repeat(64), "all.jar", Files.size(jar))),
                List.of(WORKER),
                Map.of("a".repeat(64), jar));
    }
}
