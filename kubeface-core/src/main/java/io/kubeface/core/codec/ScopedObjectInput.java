package io.kubeface.core.codec;

import io.kubeface.core.Remotes;
import java.io.IOException;
import java.io.InputStream;
import java.io.InvalidClassException;
import java.io.ObjectInputFilter;
import java.io.ObjectInputStream;
import java.io.ObjectStreamClass;
import java.lang.reflect.Proxy;
import org.jspecify.annotations.Nullable;

/** Java serialisation that takes classes from a scope's loader and asks a scope's filter before it makes an object. */
final class ScopedObjectInput extends ObjectInputStream implements Remotes.Stream {
    private final DecodeScope scope;
    private final @Nullable Remotes remotes;
    private final Refusals refusals;

    ScopedObjectInput(InputStream in, DecodeScope scope, @Nullable Remotes remotes) throws IOException {
        super(in);
        this.scope = scope;
        this.remotes = remotes;
        this.refusals = new Refusals(scope.filter());
        setObjectInputFilter(refusals);
    }

    @Override
    public @Nullable Remotes remotes() {
        return remotes;
    }

    /** Why reading failed: the class that was refused, if one was. */
    String reason(InvalidClassException e) {
        ObjectInputFilter.@Nullable FilterInfo refused = refusals.last;
        if (refused == null) {
            return "" + e.getMessage();
        }
        Class<?> type = refused.serialClass();
        if (type == null || scope.allows(type)) {
            return "it holds " + (type == null ? "an object" : type.getTypeName()) + " at depth " + refused.depth()
                    + (refused.arrayLength() < 0 ? "" : " with " + refused.arrayLength() + " elements")
                    + ", which is more than is read.";
        }
        return ResultFilter.refusal(type);
    }

    @Override
    protected Class<?> resolveClass(ObjectStreamClass described) throws ClassNotFoundException {
        String name = described.getName();
        Class<?> primitive = primitive(name);
        return primitive != null ? primitive : Class.forName(name, false, scope.loader());
    }

    @Override
    protected Class<?> resolveProxyClass(String[] names) throws IOException, ClassNotFoundException {
        // The stream itself asks about java.lang.reflect.Proxy only if the sender was so kind as to mention it.
        scope.check(Proxy.class);
        Class<?>[] interfaces = new Class<?>[names.length];
        for (int i = 0; i < names.length; i++) {
            interfaces[i] = Class.forName(names[i], false, scope.loader());
            scope.check(interfaces[i]);
        }
        return Proxy.newProxyInstance(scope.loader(), interfaces, (proxy, method, arguments) -> null)
                .getClass();
    }

    @Nullable
    private static Class<?> primitive(String name) {
        return switch (name) {
            case "boolean" -> boolean.class;
            case "byte" -> byte.class;
            case "char" -> char.class;
            case "short" -> short.class;
            case "int" -> int.class;
            case "long" -> long.class;
            case "float" -> float.class;
            case "double" -> double.class;
            case "void" -> void.class;
            default -> null;
        };
    }

    /** Remembers what was refused: the exception that the stream throws does not tell. */
    private static final class Refusals implements ObjectInputFilter {
        private final ObjectInputFilter filter;

        @Nullable
        private FilterInfo last;

        Refusals(ObjectInputFilter filter) {
            this.filter = filter;
        }

        @Override
        public Status checkInput(FilterInfo info) {
            Status status = filter.checkInput(info);
            if (status == Status.REJECTED) {
                last = info;
            }
            return status;
        }
    }
}
