package io.kubeface.core.codec;

import java.lang.invoke.SerializedLambda;
import java.lang.reflect.Field;
import java.lang.reflect.InaccessibleObjectException;
import java.lang.reflect.Modifier;
import java.util.Collection;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** How one object on the way through a value is called, and how it holds the next. */
final class Step {
    private Step() {}

    static String name(Object object) {
        if (object instanceof SerializedLambda lambda) {
            String method = lambda.getImplMethodName();
            String owner = lambda.getImplClass().replace('/', '.');
            if (!method.startsWith("lambda$")) {
                return "method reference " + owner + "::" + method + " in "
                        + lambda.getCapturingClass().replace('/', '.');
            }
            int end = method.indexOf('$', "lambda$".length());
            return "lambda in " + owner + "." + method.substring("lambda$".length(), end < 0 ? method.length() : end);
        }
        return object.getClass().getTypeName();
    }

    static boolean isOwner(SerializedLambda lambda, Object captured) {
        return captured.getClass().getName().equals(lambda.getCapturingClass().replace('/', '.'));
    }

    static String label(Object holder, Object held) {
        if (holder instanceof Object[] array) {
            return "element " + indexOf(array, held);
        }
        // Only the JDK's own: another's iterator may do anything.
        if (holder.getClass().getClassLoader() == null) {
            return holder instanceof Map<?, ?> map ? entry(map, held) : element(holder, held);
        }
        for (Class<?> type = holder.getClass(); type != null; type = type.getSuperclass()) {
            for (Field field : type.getDeclaredFields()) {
                if (!Modifier.isStatic(field.getModifiers()) && holds(field, holder, held)) {
                    return "field " + field.getName();
                }
            }
        }
        return "something in it";
    }

    static int indexOf(Object[] array, Object held) {
        for (int i = 0; i < array.length; i++) {
            if (array[i] == held || becomes(array[i], held)) {
                return i;
            }
        }
        return -1;
    }

    private static String entry(Map<?, ?> map, Object held) {
        for (Map.Entry<?, ?> entry : map.entrySet()) {
            if (entry.getKey() == held) {
                return "key";
            }
            if (entry.getValue() == held) {
                Object key = entry.getKey();
                return "value" + (key instanceof String || key instanceof Number ? " of key " + key : "");
            }
        }
        return "entry";
    }

    private static String element(Object holder, Object held) {
        if (holder instanceof Collection<?> collection) {
            int i = 0;
            for (Object element : collection) {
                if (element == held) {
                    return "element " + i;
                }
                i++;
            }
        }
        return "element";
    }

    private static boolean holds(Field field, Object holder, Object held) {
        if (field.getType().isPrimitive()) {
            return false;
        }
        try {
            field.setAccessible(true);
            Object value = field.get(holder);
            return value == held || becomes(value, held);
        } catch (IllegalAccessException | InaccessibleObjectException e) {
            return false;
        }
    }

    /** Whether a lambda is what was written as this: in the stream another object stands in its place. */
    private static boolean becomes(@Nullable Object value, Object written) {
        if (value == null
                || !(written instanceof SerializedLambda lambda)
                || !value.getClass().isHidden()) {
            return false;
        }
        for (Class<?> type : value.getClass().getInterfaces()) {
            if (type.getName().equals(lambda.getFunctionalInterfaceClass().replace('/', '.'))) {
                return true;
            }
        }
        return false;
    }
}
