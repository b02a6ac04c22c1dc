package io.kubeface.testkit.sim;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import net.bytebuddy.ByteBuddy;
import net.bytebuddy.description.method.MethodDescription;
import net.bytebuddy.description.type.TypeDescription;
import net.bytebuddy.dynamic.ClassFileLocator;
import net.bytebuddy.matcher.ElementMatcher;
import net.bytebuddy.pool.TypePool;

/** Loads the engine and the simulation anew, with one method of the engine changed. */
final class BuggyEngineLoader extends ClassLoader {
    private final ClassLoader original;
    private final DeliberateBug bug;
    private final byte[] changed;

    BuggyEngineLoader(ClassLoader original, DeliberateBug bug) {
        super(original);
        this.original = original;
        this.bug = bug;
        // Here, and not when the engine loads it, which takes any error for one of its own: that the simulation would
        // notice.
        this.changed = changed(bug, original);
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
        if (!name.startsWith("io.kubeface.reactor.") && !name.startsWith("io.kubeface.testkit.")) {
            return super.loadClass(name, resolve);
        }
        synchronized (getClassLoadingLock(name)) {
            Class<?> loaded = findLoadedClass(name);
            if (loaded == null) {
                byte[] bytes = name.equals(bug.type()) ? changed : bytes(name);
                loaded = defineClass(name, bytes, 0, bytes.length);
            }
            return loaded;
        }
    }

    private byte[] bytes(String name) throws ClassNotFoundException {
        try (InputStream in = original.getResourceAsStream(name.replace('.', '/') + ".class")) {
            if (in == null) {
                throw new ClassNotFoundException(name);
            }
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static byte[] changed(DeliberateBug bug, ClassLoader original) {
        ClassFileLocator classes = ClassFileLocator.ForClassLoader.of(original);
        TypePool.Resolution found = TypePool.Default.of(classes).describe(bug.type());
        if (!found.isResolved()) {
            throw new AssertionError("There is no " + bug.type() + " any more; " + bug + " must find another place.");
        }
        TypeDescription type = found.resolve();
        ElementMatcher.Junction<MethodDescription> method = bug.method();
        int methods = type.getDeclaredMethods().filter(method).size();
        if (methods != 1) {
            throw new AssertionError(bug.type() + " has " + methods + " methods " + bug.method() + "; " + bug
                    + " must find another place.");
        }
        return bug.change()
                .apply(new ByteBuddy().redefine(type, classes), method)
                .make()
                .getBytes();
    }
}
