package io.kubeface.core.code;

import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.FileSystemNotFoundException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Enumeration;
import java.util.List;
import java.util.StringTokenizer;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;

/**
 * What the manifest of a jar adds to a class path.
 *
 * @param entries the files and directories that {@code Class-Path} names, whether or not they are there
 * @param holdsMore whether the jar holds anything but its manifest; false also for a file that is no jar, which a JVM
 *     passes over
 */
record ManifestClassPath(List<Path> entries, boolean holdsMore) {

    static ManifestClassPath of(Path jar) {
        try (JarFile file = new JarFile(jar.toFile(), false, ZipFile.OPEN_READ)) {
            Manifest manifest = file.getManifest();
            String classPath =
                    manifest == null ? null : manifest.getMainAttributes().getValue(Attributes.Name.CLASS_PATH);
            if (classPath == null) {
                return new ManifestClassPath(List.of(), true);
            }
            List<Path> entries = new ArrayList<>();
            StringTokenizer urls = new StringTokenizer(classPath);
            while (urls.hasMoreTokens()) {
                addTo(entries, jar, urls.nextToken());
            }
            return new ManifestClassPath(entries, holdsMoreThanManifest(file));
        } catch (ZipException e) {
            return new ManifestClassPath(List.of(), false);
        } catch (IOException e) {
            return new ManifestClassPath(List.of(), true); // staging says why it cannot be read
        }
    }

    private static void addTo(List<Path> entries, Path jar, String url) {
        try {
            URI resolved = jar.toUri().resolve(new URI(url));
            if ("file".equals(resolved.getScheme())) { // a JVM loads nothing else from a local jar's Class-Path
                entries.add(Path.of(resolved));
            }
        } catch (URISyntaxException e) {
            entries.add(jar.resolveSibling(url)); // a name with characters that a URL should have encoded
        } catch (IllegalArgumentException | FileSystemNotFoundException e) {
            // Names no file, so there is nothing to add: a JVM passes such an entry over, too.
            return;
        }
    }

    private static boolean holdsMoreThanManifest(JarFile file) {
        for (Enumeration<JarEntry> names = file.entries(); names.hasMoreElements(); ) {
            String name = names.nextElement().getName();
            if (!name.equals("META-INF/") && !name.equalsIgnoreCase(JarFile.MANIFEST_NAME)) {
                return true;
            }
        }
        return false;
    }
}
