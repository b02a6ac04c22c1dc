package io.kubeface.systemtests;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.commonmark.node.AbstractVisitor;
import org.commonmark.node.Heading;
import org.commonmark.node.Image;
import org.commonmark.node.Link;
import org.commonmark.node.Node;
import org.commonmark.parser.Parser;
import org.commonmark.renderer.text.TextContentRenderer;

/**
 * A page of the documentation.
 *
 * @param links of text and of images, as they are written
 * @param anchors of its headings, as GitHub makes them
 */
record MarkdownPage(List<URI> links, Set<String> anchors) {

    static MarkdownPage read(Path file) {
        Node document;
        try {
            document = Parser.builder().build().parse(Files.readString(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Reader reader = new Reader();
        document.accept(reader);
        return new MarkdownPage(reader.links, reader.anchors);
    }

    /** Lower case, no punctuation but dashes and underscores, dashes for spaces. */
    private static String anchor(String heading) {
        return heading.strip()
                .toLowerCase(Locale.ROOT)
                .replaceAll("[^\\p{L}\\p{N}\\p{M} _-]", "")
                .replace(' ', '-');
    }

    private static final class Reader extends AbstractVisitor {
        private final TextContentRenderer text = TextContentRenderer.builder().build();
        private final List<URI> links = new ArrayList<>();
        private final Set<String> anchors = new HashSet<>();

        @Override
        public void visit(Heading heading) {
            anchors.add(anchor(text.render(heading)));
            visitChildren(heading);
        }

        @Override
        public void visit(Link link) {
            links.add(URI.create(link.getDestination()));
            visitChildren(link);
        }

        @Override
        public void visit(Image image) {
            links.add(URI.create(image.getDestination()));
        }
    }
}
