package io.kubeface.core.code;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import org.jspecify.annotations.Nullable;

/**
 * Loads a function and the driver's class path from verified jars. From the process around it only the types of
 * {@code io.kubeface.core} are shared, so that the worker's own libraries never meet the user's. The protobuf codec is
 * not shared: it is loaded here, beside the user's protobuf. Resources come from the jars and the platform alone.
 *
 * <p>It is a {@link URLClassLoader} for the sake of libraries that ask for {@link #getURLs()}, but finds by itself. It
 * does not follow a jar's {@code Class-Path}: that could lead out of what was staged and verified (a manifest-only jar
 * names the class directories of a build, which may have changed since), and staging has followed it already. Nor does
 * it check signatures, since the digest covered every byte; so classes have no signers. Jars are opened when first
 * looked into.
 *
 * <p>Safe for use by several threads.
 */
public final class FunctionClassLoader extends URLClassLoader {
    static {
        ClassLoader.registerAsParallelCapable();
    }

    private final List<CodeJar> jars;

    private FunctionClassLoader(List<CodeJar> jars, URL[] urls, ClassLoader parent) {
        super(urls, parent);
        this.jars = jars;
    }

    /**
     * A loader for a class path.
     *
     * @param jars in order; each must stay as it is while the loader is open. One that is not there is an error when a
     *     class is looked for in it
     */
    public static FunctionClassLoader open(List<Path> jars) throws IOException {
        List<CodeJar> opened = new ArrayList<>(jars.size());
        URL[] urls = new URL[jars.size()];
        for (Path jar : jars) {
            CodeJar codeJar = new CodeJar(jar);
            urls[opened.size()] = codeJar.url();
            opened.add(codeJar);
        }
        return new FunctionClassLoader(opened, urls, new SharedTypes(FunctionClassLoader.class.getClassLoader()));
    }

    @Override
    protected Class<?> findClass(String name) throws ClassNotFoundException {
        String path = name.replace('.', '/') + ".class";
        for (CodeJar jar : jars) {
            try {
                JarFile file = jar.file();
                JarEntry entry = file == null ? null : file.getJarEntry(path);
                if (file != null && entry != null) {
                    return define(name, jar, file, entry);
                }
            } catch (IOException e) {
                throw new ClassNotFoundException(name + " (" + jar.path() + " cannot be read)", e);
            }
        }
        throw new ClassNotFoundException(name);
    }

    private Class<?> define(String name, CodeJar jar, JarFile file, JarEntry entry) throws IOException {
        int dot = name.lastIndexOf('.');
        if (dot > 0 && getDefinedPackage(name.substring(0, dot)) == null) {
            Manifest manifest = file.getManifest();
            if (manifest != null) {
                definePackageOnce(name.substring(0, dot), manifest, jar.url());
            }
        }
        byte[] bytes;
        try (InputStream in = file.getInputStream(entry)) {
            bytes = in.readAllBytes();
        }
        return defineClass(name, bytes, 0, bytes.length, jar.domain(this));
    }

    private void definePackageOnce(String name, Manifest manifest, URL url) {
        try {
            definePackage(name, manifest, url);
        } catch (IllegalArgumentException e) {
            if (getDefinedPackage(name) == null) { // else another thread was first
                throw e;
            }
        }
    }

    @Override
    public @Nullable URL findResource(String name) {
        for (CodeJar jar : jars) {
            URL url = resource(jar, name);
            if (url != null) {
                return url;
            }
        }
        return null;
    }

    @Override
    public Enumeration<URL> findResources(String name) {
        List<URL> urls = new ArrayList<>();
        for (CodeJar jar : jars) {
            URL url = resource(jar, name);
            if (url != null) {
                urls.add(url);
            }
        }
        return Collections.enumeration(urls);
    }

    private static @Nullable URL resource(CodeJar jar, String name) {
        try {
            JarFile file = jar.file();
            if (file == null || file.getJarEntry(name) == null) {
                return null;
            }
            String path = new URI(null, null, "/" + name, null).getRawPath();
            // The fragment has the connection choose the release's version of the entry, as this loader does.
            return new URL("jar:" + jar.url() + "!" + path + (file.isMultiRelease() ? "#runtime" : ""));
        } catch (IOException | URISyntaxException e) {
            return null; // the contract has no other way to say it
        }
    }

    /** Closes the jars; what is not loaded by then is not found any more. */
    @Override
    public void close() throws IOException {
        try {
            super.close();
        } finally {
            for (CodeJar jar : jars) {
                jar.close();
            }
        }
    }
}
