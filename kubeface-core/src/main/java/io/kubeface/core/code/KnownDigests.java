package io.kubeface.core.code;

import io.kubeface.core.name.ObjectName;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Digests of jars that have not changed since they were hashed, kept between runs: hashing 14 MB in a JVM that has just
 * started costs 0.15 s of CPU.
 *
 * <p>Unchanged is: same device, inode, size, time of modification and time of change. Nobody can set that last one, so
 * neither a copied nor a set time deceives. A digest is only remembered when the jar had by then lain unchanged for
 * longer than file times are coarse, so that a second change within one tick cannot go unseen (the rule that Git has for
 * its index). Where files have no time of change (Windows), nothing is remembered. One thread uses it; what processes
 * write at once, the last one keeps, and the others hash again.
 */
final class KnownDigests {
    private static final Duration COARSEST_TICK = Duration.ofSeconds(2);
    private static final int MAX_JARS = 10_000;

    private final Path file;
    private final Map<String, String> lineByPath;
    private boolean changed;

    private KnownDigests(Path file, Map<String, String> lineByPath) {
        this.file = file;
        this.lineByPath = lineByPath;
    }

    static KnownDigests read(Path file) {
        Map<String, String> lines = new LinkedHashMap<>();
        try {
            for (String line : Files.readAllLines(file)) {
                int tab = line.indexOf('\t');
                if (tab > 0) {
                    lines.put(line.substring(tab + 1), line.substring(0, tab));
                }
            }
        } catch (IOException e) {
            lines.clear(); // the first run, or a file that cannot be read: all is hashed again
        }
        return new KnownDigests(file, lines);
    }

    /** What the file system says of a jar; null where that does not tell whether it has changed. */
    static @Nullable Stamp stamp(Path jar) throws IOException {
        if (!jar.getFileSystem().supportedFileAttributeViews().contains("unix")) {
            return null;
        }
        Map<String, Object> attributes = Files.readAttributes(jar, "unix:dev,ino,size,lastModifiedTime,ctime");
        if (attributes.get("size") instanceof Long size
                && attributes.get("lastModifiedTime") instanceof FileTime modified
                && attributes.get("ctime") instanceof FileTime changed) {
            String text = attributes.get("dev") + " " + attributes.get("ino") + " " + size + " "
                    + modified.to(TimeUnit.NANOSECONDS) + " " + changed.to(TimeUnit.NANOSECONDS);
            return new Stamp(text, size, changed.toInstant());
        }
        return null;
    }

    /** The digest of a jar, if it is known and the jar is as it was. */
    @Nullable
    String find(Path jar, @Nullable Stamp stamp) {
        String line = lineByPath.get(jar.toString());
        if (line == null || stamp == null || !line.endsWith(" " + stamp.text)) {
            return null;
        }
        String digest = line.substring(0, line.length() - stamp.text.length() - 1);
        return ObjectName.Code.isSha256(digest) ? digest : null;
    }

    /**
     * Remembers a digest.
     *
     * @param stamp taken before the jar was read
     * @param now when it was taken, or earlier
     */
    void learn(Path jar, @Nullable Stamp stamp, Instant now, String sha256) {
        String path = jar.toString();
        if (stamp == null || stamp.changed.isAfter(now.minus(COARSEST_TICK)) || path.indexOf('\n') >= 0) {
            return;
        }
        lineByPath.put(path, sha256 + " " + stamp.text);
        changed = true;
    }

    /** Keeps what was learnt for the next run. */
    void save() throws IOException {
        if (!changed) {
            return;
        }
        if (lineByPath.size() > MAX_JARS) { // begin afresh, rather than find out which are still used
            Files.deleteIfExists(file);
            return;
        }
        List<String> lines = new ArrayList<>();
        lineByPath.forEach((path, line) -> lines.add(line + "\t" + path));
        Path temporary = Files.createTempFile(file.resolveSibling("code"), "digests", Incoming.SUFFIX);
        try {
            Files.write(temporary, lines);
            Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(temporary);
        }
    }

    /**
     * A jar at one time.
     *
     * @param text all that is compared
     * @param changed its time of change
     */
    record Stamp(String text, long sizeBytes, Instant changed) {}
}
