package io.kubeface.systemtests;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Each link of the documentation leads somewhere, as far as that can be seen without a network. */
class DocumentationTest {
    private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();

    private final Map<Path, MarkdownPage> pages = new HashMap<>();

    @Test
    void eachLinkLeadsToAFileAndAHeadingThatAreThere() {
        List<Path> files = markdownFiles();
        assertThat(files).contains(ROOT.resolve("README.md"), ROOT.resolve("docs/failures.md"));

        assertThat(files.stream().flatMap(this::dead)).isEmpty();
    }

    @Test
    void eachPageOfTheDocumentationCanBeReachedFromTheReadme() {
        Set<Path> reached = new HashSet<>();
        reach(ROOT.resolve("README.md"), reached);

        assertThat(reached)
                .containsAll(markdownFiles().stream()
                        .filter(page -> page.startsWith(ROOT.resolve("docs")))
                        .filter(page -> !page.startsWith(ROOT.resolve("docs/decisions")))
                        .toList());
    }

    private void reach(Path page, Set<Path> reached) {
        if (reached.add(page) && page.toString().endsWith(".md")) {
            page(page).links().stream()
                    .map(link -> target(page, link))
                    .flatMap(Optional::stream)
                    .filter(Files::isRegularFile)
                    .forEach(next -> reach(next, reached));
        }
    }

    private Stream<String> dead(Path page) {
        return page(page).links().stream()
                .filter(link -> !leadsSomewhere(page, link))
                .map(link -> ROOT.relativize(page) + ": " + link);
    }

    private boolean leadsSomewhere(Path page, URI link) {
        if (link.isAbsolute()) {
            return link.getScheme().equals("https") && link.getHost() != null;
        }
        Path target = target(page, link).orElseThrow();
        if (!target.startsWith(ROOT) || !Files.exists(target)) {
            return false;
        }
        return link.getFragment() == null
                || (target.toString().endsWith(".md") && page(target).anchors().contains(link.getFragment()));
    }

    /** The file that a link names; empty if it leads out of here. */
    private static Optional<Path> target(Path page, URI link) {
        if (link.isAbsolute()) {
            return Optional.empty();
        }
        return Optional.of(
                link.getPath().isEmpty()
                        ? page
                        : page.resolveSibling(link.getPath()).normalize());
    }

    private MarkdownPage page(Path file) {
        return pages.computeIfAbsent(file, MarkdownPage::read);
    }

    private static List<Path> markdownFiles() {
        try (Stream<Path> files = Files.walk(ROOT, 4)) {
            return files.filter(file -> file.toString().endsWith(".md"))
                    .filter(file -> !ROOT.relativize(file).toString().contains("target/"))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
