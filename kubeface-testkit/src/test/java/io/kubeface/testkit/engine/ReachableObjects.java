package io.kubeface.testkit.engine;

import java.lang.reflect.Field;
import java.lang.reflect.InaccessibleObjectException;
import java.lang.reflect.Modifier;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicReference;

/**
 * What can be reached from an object, by class name: what a collector would have to keep because of it. Into the JDK's own
 * classes it looks through their interfaces only.
 */
final class ReachableObjects {
    private final Set<Object> seen = Collections.newSetFromMap(new IdentityHashMap<>());
    private final Deque<Object> unvisited = new ArrayDeque<>();

    private ReachableObjects() {}

    /** How many objects of each class of this project can be reached, but not through those of its test kit. */
    static Map<String, Integer> from(Object root) {
        ReachableObjects objects = new ReachableObjects();
        objects.add(root);
        objects.visitAll();
        Map<String, Integer> counts = new TreeMap<>();
        for (Object object : objects.seen) {
            Class<?> type = object.getClass();
            if (type.getName().startsWith("io.kubeface.") && !type.isHidden()) {
                counts.merge(type.getName(), 1, Integer::sum);
            }
        }
        return counts;
    }

    private void add(Object object) {
        if (object != null && seen.add(object) && !object.getClass().getName().startsWith("io.kubeface.testkit.")) {
            unvisited.add(object);
        }
    }

    private void visitAll() {
        Object object;
        while ((object = unvisited.poll()) != null) {
            visit(object);
        }
    }

    private void visit(Object object) {
        if (object instanceof AtomicReference<?> reference) {
            add(reference.get());
        } else if (object instanceof Object[] array) {
            Arrays.asList(array).forEach(this::add);
        }
        if (object.getClass().getName().startsWith("java.")) {
            visitOfJdk(object);
            return;
        }
        for (Class<?> type = object.getClass(); type != null; type = type.getSuperclass()) {
            for (Field field : type.getDeclaredFields()) {
                visit(object, field);
            }
        }
    }

    private void visitOfJdk(Object object) {
        if (object instanceof Collection<?> collection) {
            collection.forEach(this::add);
        } else if (object instanceof Map<?, ?> map) {
            map.forEach((key, value) -> {
                add(key);
                add(value);
            });
        } else if (object instanceof Optional<?> optional) {
            optional.ifPresent(this::add);
        }
    }

    private void visit(Object object, Field field) {
        if (field.getType().isPrimitive() || Modifier.isStatic(field.getModifiers())) {
            return;
        }
        try {
            field.setAccessible(true);
            add(field.get(object));
        } catch (InaccessibleObjectException e) {
            // A class of the JDK, in front of whose fields its interfaces stand.
        } catch (IllegalAccessException e) {
            throw new AssertionError(e);
        }
    }
}
