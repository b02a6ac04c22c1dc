package io.kubeface.examples;

import io.kubeface.reactor.Failure;
import io.kubeface.reactor.Kubeface;
import io.kubeface.reactor.Result;
import java.io.IOException;
import java.io.PrintStream;
import java.io.Serializable;
import java.net.URI;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import reactor.core.publisher.Flux;

/**
 * Counts the class files of this JDK's own modules, a module a task, each in a worker process: how many, how many bytes,
 * and which ten are the largest. What the workers say is compared with a count on a single thread of this process; the
 * exit code is 1 when the two differ or a task failed.
 */
public final class ModuleCensus {
    private static final int LARGEST = 10;

    private ModuleCensus() {}

    /** A class file and its length. */
    public record ClassFile(String path, long bytes) implements Serializable {}

    /** What is in one module; the largest class files first. */
    public record Census(String module, long classes, long bytes, List<ClassFile> largest) implements Serializable {}

    public static void main(String[] args) throws IOException {
        int exitCode;
        try (Kubeface kubeface = Kubeface.create()) {
            exitCode = run(kubeface, args.length > 0 ? List.of(args) : modules(), System.out);
        }
        System.exit(exitCode);
    }

    static int run(Kubeface kubeface, List<String> modules, PrintStream out) throws IOException {
        List<Result<Census>> results = kubeface.job("module census")
                .numItems(modules.size())
                .map(ModuleCensus::count, Flux.fromIterable(modules))
                .doOnNext(result -> print(result, out))
                .collectList()
                .blockOptional()
                .orElseThrow();

        List<Census> counted = new ArrayList<>();
        results.stream().filter(Result::isSuccess).map(Result::get).forEach(counted::add);
        List<Census> expected = new ArrayList<>();
        for (String module : modules) {
            expected.add(count(module));
        }
        boolean equal = counted.equals(expected);
        out.printf(
                "%n%s by workers%n%s on one thread%n%s%n", sum(counted), sum(expected), equal ? "equal" : "DIFFERENT");
        return equal ? 0 : 1;
    }

    /** Runs in a worker. */
    static Census count(String module) throws IOException {
        List<ClassFile> classFiles = new ArrayList<>();
        Path root = image(module);
        try (Stream<Path> paths = Files.walk(root)) {
            for (Path path : (Iterable<Path>) paths::iterator) {
                if (path.toString().endsWith(".class")) {
                    classFiles.add(new ClassFile(root.relativize(path).toString(), Files.size(path)));
                }
            }
        }
        classFiles.sort(Comparator.comparingLong(ClassFile::bytes).reversed().thenComparing(ClassFile::path));
        long bytes = classFiles.stream().mapToLong(ClassFile::bytes).sum();
        List<ClassFile> largest = List.copyOf(classFiles.subList(0, Math.min(LARGEST, classFiles.size())));
        return new Census(module, classFiles.size(), bytes, largest);
    }

    static List<String> modules() throws IOException {
        try (Stream<Path> modules = Files.list(image(""))) {
            return modules.map(module -> module.getFileName().toString())
                    .sorted()
                    .toList();
        }
    }

    private static Path image(String module) {
        return FileSystems.getFileSystem(URI.create("jrt:/")).getPath("/modules", module);
    }

    private static void print(Result<Census> result, PrintStream out) {
        if (result instanceof Failure<Census> failure) {
            out.printf(
                    "%nmodule %d FAILED: %s%n", failure.index(), failure.cause().message());
            return;
        }
        Census census = result.get();
        out.printf("%n%s: %,d classes, %,d bytes%n", census.module(), census.classes(), census.bytes());
        for (ClassFile classFile : census.largest()) {
            out.printf("%,12d  %s%n", classFile.bytes(), classFile.path());
        }
    }

    private static String sum(List<Census> censuses) {
        return String.format(
                "%d modules, %,d classes, %,d bytes",
                censuses.size(),
                censuses.stream().mapToLong(Census::classes).sum(),
                censuses.stream().mapToLong(Census::bytes).sum());
    }
}
