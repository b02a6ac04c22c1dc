package io.kubeface.core.codec;

import io.kubeface.core.Remote;
import java.io.ObjectInputFilter;
import java.lang.reflect.Proxy;
import java.net.URL;
import java.security.CodeSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a driver lets results be made of, so that a worker, or whoever else can write results, runs no code in the
 * driver: value types of the JDK, classes from the jar or directory that the function comes from, and classes that the
 * user named. Lambdas and proxies never. Immutable; what it says of a class depends on nothing else.
 *
 * <p>It bounds what is made, not how long that takes. A few kilobytes that nest collections which share their elements,
 * and put them in a hash table, can keep the thread that reads them computing hash codes without end; to hash what is
 * allowed is not forbidden, and no bound on depth would stop it that did not refuse true values. So whoever can write
 * results can take the driver's time, but not its control.
 */
public final class ResultFilter implements ObjectInputFilter {
    /** Deeper nesting would rather overflow the stack than be a value. */
    static final int DEEPEST = 1000;

    private final Set<String> functionLocations;
    private final List<Class<?>> types;

    private ResultFilter(Set<String> functionLocations, List<Class<?>> types) {
        this.functionLocations = Set.copyOf(functionLocations);
        this.types = List.copyOf(types);
    }

    /**
     * Begins a filter for the results of a function, or of several.
     *
     * @param functionClasses their classes; for a lambda its own or the class that captured it
     */
    public static Builder of(Class<?>... functionClasses) {
        return new Builder(functionClasses);
    }

    /** Options of a filter. */
    public static final class Builder {
        private final Set<String> functionLocations = new HashSet<>();
        private final List<Class<?>> types = new ArrayList<>();

        private Builder(Class<?>... functionClasses) {
            for (Class<?> functionClass : functionClasses) {
                String location = location(functionClass);
                if (location != null) {
                    functionLocations.add(location);
                }
            }
        }

        /**
         * Allows these classes, their nested classes, and the other classes of the same package from the same jar or
         * directory; of the JDK only the named class and its nested ones.
         */
        public Builder resultTypes(Class<?>... allowed) {
            for (Class<?> type : allowed) {
                types.add(element(type));
            }
            return this;
        }

        /** The filter. */
        public ResultFilter build() {
            return new ResultFilter(functionLocations, types);
        }
    }

    /** Whether objects of this class may be in a result. */
    public boolean allows(Class<?> type) {
        if (type.isArray()) {
            Class<?> element = type.getComponentType();
            // What lies in the array is asked for by itself.
            return element.isInterface() || element == Object.class || allows(element);
        }
        if (isNever(type)) {
            return false;
        }
        // Its value is read by itself, and through this filter too.
        if (type.isPrimitive() || JdkValueTypes.contains(type) || type == Remote.class) {
            return true;
        }
        String location = location(type);
        if (location != null && functionLocations.contains(location)) {
            return true;
        }
        for (Class<?> allowed : types) {
            if (isBeside(type, location, allowed)) {
                return true;
            }
        }
        return false;
    }

    @Override
    public Status checkInput(FilterInfo info) {
        if (info.depth() > DEEPEST) {
            return Status.REJECTED;
        }
        Class<?> type = info.serialClass();
        if (type == null) {
            return Status.UNDECIDED;
        }
        return allows(type) ? Status.ALLOWED : Status.REJECTED;
    }

    /** What is said of a class that is not allowed. */
    static String refusal(Class<?> refused) {
        Class<?> type = element(refused);
        if (isNever(type)) {
            return "it holds a " + type.getName() + ", and lambdas and proxies are never read from a result; return "
                    + "the values instead.";
        }
        String name = type.getCanonicalName();
        String line = name != null
                ? ".resultTypes(" + name + ".class)"
                : ".resultTypes(" + outermost(type).getCanonicalName() + ".class)";
        return "it holds a " + type.getName() + ", which results may not be made of unless you say so; if that class "
                + "is what you expect, add to the builder: " + line;
    }

    private static Class<?> outermost(Class<?> type) {
        Class<?> outer = type;
        for (Class<?> next = outer.getEnclosingClass(); next != null; next = next.getEnclosingClass()) {
            outer = next;
        }
        return outer;
    }

    private static boolean isNever(Class<?> type) {
        return type == Proxy.class
                || Proxy.isProxyClass(type)
                || type.isHidden()
                || type.getName().startsWith("java.lang.invoke.");
    }

    private static boolean isBeside(Class<?> type, @Nullable String location, Class<?> allowed) {
        for (Class<?> outer = type; outer != null; outer = outer.getEnclosingClass()) {
            if (outer == allowed) {
                return true;
            }
        }
        return location != null
                && location.equals(location(allowed))
                && type.getPackageName().equals(allowed.getPackageName());
    }

    private static Class<?> element(Class<?> type) {
        Class<?> element = type;
        while (element.isArray()) {
            element = element.getComponentType();
        }
        return element;
    }

    /** The jar or directory that a class comes from; null for the JDK's own, which is no place to trust whole. */
    @Nullable
    private static String location(Class<?> type) {
        if (JdkValueTypes.isOfJdk(type)) {
            return null;
        }
        CodeSource source = type.getProtectionDomain().getCodeSource();
        URL url = source == null ? null : source.getLocation();
        // As text: URLs compare by asking the name service.
        return url == null ? null : url.toExternalForm();
    }
}
