package io.kubeface.core.code;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Enumeration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import java.util.zip.ZipEntry;

/**
 * Where an executable jar or war has its classes and its nested jars, in the layout of Spring Boot
 * (https://docs.spring.io/spring-boot/specification/executable-jar/nested-jars.html).
 *
 * @param classes prefix of the application's classes, with {@code /} at its end
 * @param libraries names of the nested jars, in class path order: that of the index, then that of the jar
 */
record BootJar(String classes, List<String> libraries) {
    private static final String PROVIDED = "WEB-INF/lib-provided/";

    /** The layout of a jar; empty when it is a plain one. */
    static Optional<BootJar> of(Path path, JarFile jar) throws IOException {
        Manifest manifest = jar.getManifest();
        Attributes attributes = manifest == null ? new Attributes() : manifest.getMainAttributes();
        String root = root(path, jar);
        String classes = attribute(attributes, "Spring-Boot-Classes", root + "classes/");
        String lib = attribute(attributes, "Spring-Boot-Lib", root + "lib/");
        if (root.isEmpty() && !attributes.containsKey(new Attributes.Name("Spring-Boot-Lib"))) {
            return Optional.empty();
        }
        Set<String> libraries = new LinkedHashSet<>();
        ZipEntry index = jar.getEntry(attribute(attributes, "Spring-Boot-Classpath-Index", root + "classpath.idx"));
        if (index != null) {
            addIndexed(libraries, jar, index, lib);
        }
        addNested(libraries, jar, lib);
        return libraries.isEmpty() && !holds(jar, classes)
                ? Optional.empty()
                : Optional.of(new BootJar(classes, List.copyOf(libraries)));
    }

    private static String root(Path path, JarFile jar) {
        if (holds(jar, "BOOT-INF/")) {
            return "BOOT-INF/";
        }
        return path.toString().endsWith(".war") && holds(jar, "WEB-INF/") ? "WEB-INF/" : "";
    }

    private static String attribute(Attributes attributes, String name, String otherwise) {
        String value = attributes.getValue(name);
        return value == null ? otherwise : value;
    }

    private static boolean holds(JarFile jar, String prefix) {
        for (Enumeration<JarEntry> entries = jar.entries(); entries.hasMoreElements(); ) {
            if (entries.nextElement().getName().startsWith(prefix)) {
                return true;
            }
        }
        return false;
    }

    /** Lines such as {@code - "BOOT-INF/lib/a.jar"}; before Spring Boot 2.5 without the directory. */
    private static void addIndexed(Set<String> libraries, JarFile jar, ZipEntry index, String lib) throws IOException {
        String text;
        try (InputStream in = jar.getInputStream(index)) {
            text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
        for (String line : text.lines().toList()) {
            int from = line.indexOf('"');
            int to = line.lastIndexOf('"');
            if (from >= 0 && to > from) {
                String name = line.substring(from + 1, to);
                String full = name.indexOf('/') < 0 ? lib + name : name;
                if (jar.getEntry(full) != null) {
                    libraries.add(full);
                }
            }
        }
    }

    private static void addNested(Set<String> libraries, JarFile jar, String lib) {
        for (Enumeration<JarEntry> entries = jar.entries(); entries.hasMoreElements(); ) {
            String name = entries.nextElement().getName();
            if (name.endsWith(".jar") && (name.startsWith(lib) || name.startsWith(PROVIDED))) {
                libraries.add(name);
            }
        }
    }
}
