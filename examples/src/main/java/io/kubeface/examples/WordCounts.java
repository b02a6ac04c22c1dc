package io.kubeface.examples;

import io.kubeface.core.TaskContext;
import io.kubeface.reactor.Kubeface;
import io.kubeface.reactor.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import reactor.core.publisher.Flux;

/**
 * Counts the words of text files, a file a task, each in a worker process: {@code WordCounts RESULTS FILE...} writes a file
 * with the counts of each into the directory RESULTS. Files and directory are local or in a bucket ({@code
 * gs://bucket/dir}); for the latter the client's storage has to be a bucket too: {@code KUBEFACE_STORAGE=gs://bucket/kubeface}.
 *
 * <p>Functions are sent the names of files, as paths are not serialisable, and make paths of them where they run. What such a
 * path cannot do is told at {@link TaskContext#path}. The contents never pass through the driver.
 */
public final class WordCounts {
    private WordCounts() {}

    public static void main(String[] args) {
        if (args.length < 2) {
            System.err.println("Usage: WordCounts RESULTS FILE...");
            System.exit(2);
        }
        try (Kubeface kubeface = Kubeface.create()) {
            run(kubeface, args[0], List.of(args).subList(1, args.length))
                    .map(Result::get)
                    .doOnNext(System.out::println)
                    .blockLast();
        }
    }

    /** Where the counts of each file are. */
    static Flux<Result<String>> run(Kubeface kubeface, String results, List<String> files) {
        return kubeface.job("word counts")
                .numItems(files.size())
                .map(file -> count(file, results), Flux.fromIterable(files));
    }

    /** Runs in a worker. */
    private static String count(String file, String results) throws IOException {
        TaskContext task = TaskContext.current();
        Path text = task.path(file);
        Path directory = task.path(results);
        // Of a bucket's directory, which nobody needs to make, this does nothing.
        Files.createDirectories(directory);
        Path counts = directory.resolve(text.getFileName() + ".counts");
        // Whole files, written anew: an attempt that is made again, or beside another, writes the same.
        Files.write(counts, lines(words(text)));
        return counts.toUri().toString();
    }

    private static Map<String, Long> words(Path text) throws IOException {
        try (Stream<String> lines = Files.lines(text)) {
            return lines.flatMap(line -> Arrays.stream(line.split("\\W+")))
                    .filter(word -> !word.isEmpty())
                    .collect(Collectors.groupingBy(
                            word -> word.toLowerCase(Locale.ROOT), TreeMap::new, Collectors.counting()));
        }
    }

    private static List<String> lines(Map<String, Long> words) {
        return words.entrySet().stream()
                .map(word -> word.getValue() + " " + word.getKey())
                .toList();
    }
}
