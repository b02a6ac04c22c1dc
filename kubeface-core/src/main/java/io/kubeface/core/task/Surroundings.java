package io.kubeface.core.task;

import io.kubeface.core.TaskContext;
import java.lang.reflect.Method;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a function finds around it in its thread: the task's context, its own class loader, and, where the class path
 * has slf4j, the propagated entries in the MDC.
 */
final class Surroundings implements AutoCloseable {

    private final Thread thread = Thread.currentThread();
    private final @Nullable ClassLoader before = thread.getContextClassLoader();
    private final Map<String, String> propagated;
    private final @Nullable Class<?> mdc;
    private final TaskContext.Scope scope;

    Surroundings(TaskContext context, ClassLoader loader) {
        propagated = context.propagated();
        scope = context.open();
        thread.setContextClassLoader(loader);
        mdc = propagated.isEmpty() ? null : findMdc(loader);
        for (Map.Entry<String, String> entry : propagated.entrySet()) {
            call("put", entry.getKey(), entry.getValue());
        }
    }

    @Override
    public void close() {
        for (String key : propagated.keySet()) {
            call("remove", key);
        }
        thread.setContextClassLoader(before);
        scope.close();
    }

    private static @Nullable Class<?> findMdc(ClassLoader loader) {
        try {
            return Class.forName("org.slf4j.MDC", true, loader);
        } catch (ClassNotFoundException | LinkageError e) {
            return null; // The function does not use slf4j, or a broken one.
        }
    }

    private void call(String name, String... arguments) {
        if (mdc == null) {
            return;
        }
        try {
            Class<?>[] types = new Class<?>[arguments.length];
            for (int i = 0; i < types.length; i++) {
                types[i] = String.class;
            }
            Method method = mdc.getMethod(name, types);
            method.invoke(null, (Object[]) arguments);
        } catch (ReflectiveOperationException | LinkageError e) {
            // An MDC that does not work is no reason to fail a task.
        }
    }
}
