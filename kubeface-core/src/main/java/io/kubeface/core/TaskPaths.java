package io.kubeface.core;

import java.io.IOException;
import java.net.URI;
import java.nio.file.FileSystemNotFoundException;
import java.nio.file.Path;
import java.util.ServiceLoader;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Paths by URL; a class of its own, so that only functions that want paths load it. */
final class TaskPaths {
    /** One letter is a drive, not a scheme. */
    private static final Pattern URL = Pattern.compile("([A-Za-z][A-Za-z0-9+.-]+):.*", Pattern.DOTALL);

    private TaskPaths() {}

    static Path of(String urlOrPath) throws IOException {
        Matcher url = URL.matcher(urlOrPath);
        if (!url.matches()) {
            return Path.of(urlOrPath);
        }
        String scheme = url.group(1);
        if (scheme.equalsIgnoreCase("file")) {
            return local(urlOrPath);
        }
        TreeSet<String> known = new TreeSet<>();
        known.add("file");
        for (PathProvider provider : ServiceLoader.load(PathProvider.class, PathProvider.class.getClassLoader())) {
            if (provider.scheme().equalsIgnoreCase(scheme)) {
                return provider.path(urlOrPath);
            }
            known.add(provider.scheme());
        }
        throw new IllegalArgumentException("Nobody makes paths of \"" + urlOrPath + "\": known are the schemes "
                + String.join(", ", known) + ", and workers have those of the job's storage. Write ./" + urlOrPath
                + " if a file is meant.");
    }

    private static Path local(String url) {
        try {
            return Path.of(URI.create(url));
        } catch (IllegalArgumentException | FileSystemNotFoundException e) {
            throw new IllegalArgumentException(
                    "\"" + url
                            + "\" is no URL of a file; write file:///a/file, with %20 for a space, or the plain path.",
                    e);
        }
    }
}
