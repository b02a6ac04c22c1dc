package io.kubeface.reactor;

import java.lang.reflect.Field;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;
import org.slf4j.helpers.BasicMDCAdapter;
import org.slf4j.spi.MDCAdapter;

/** A logging context that can be looked at; the logger of tests keeps none of its own. */
public final class KeptLogContext {
    private KeptLogContext() {}

    /** Keeps it from now on, in the whole JVM, each thread its own: what threads inherit would hide what is not carried. */
    public static void begin() throws IllegalAccessException {
        // The logger's binding comes first, or it would replace what is set here.
        LoggerFactory.getILoggerFactory();
        BasicMDCAdapter adapter = new BasicMDCAdapter();
        replace(BasicMDCAdapter.class, InheritableThreadLocal.class, adapter, new NotInherited());
        replace(MDC.class, MDCAdapter.class, null, adapter);
    }

    private static void replace(Class<?> owner, Class<?> type, @Nullable Object object, Object value)
            throws IllegalAccessException {
        for (Field field : owner.getDeclaredFields()) {
            if (field.getType() == type) {
                field.setAccessible(true);
                field.set(object, value);
            }
        }
    }

    private static final class NotInherited extends InheritableThreadLocal<Map<String, String>> {
        @Override
        protected @Nullable Map<String, String> childValue(Map<String, String> parent) {
            return null;
        }
    }

    /** Job, task and attempt on this thread. */
    public static String here() {
        return MDC.get("kubeface.job") + "/" + MDC.get("kubeface.task") + "/" + MDC.get("kubeface.attempt");
    }
}
