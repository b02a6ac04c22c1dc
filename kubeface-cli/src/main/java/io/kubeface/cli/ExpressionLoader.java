package io.kubeface.cli;

import groovy.lang.Binding;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The classes of one compiled expression, loaded. */
final class ExpressionLoader extends ClassLoader {
    private final Map<String, byte[]> classes;

    ExpressionLoader(Map<String, byte[]> classes) {
        super(ExpressionScript.class.getClassLoader());
        this.classes = classes;
    }

    /** A fresh instance of the expression, with these variables. */
    ExpressionScript instance(Map<String, Object> variables) throws ReflectiveOperationException {
        ExpressionScript script = (ExpressionScript) loadClass(ExpressionCompiler.CLASS_NAME)
                .getDeclaredConstructor()
                .newInstance();
        script.setBinding(new Binding(variables));
        return script;
    }

    /** What the expression gives. */
    static @Nullable Object evaluate(Map<String, byte[]> classes, Map<String, Object> variables)
            throws ReflectiveOperationException {
        return new ExpressionLoader(classes).instance(variables).run();
    }

    @Override
    protected Class<?> findClass(String name) throws ClassNotFoundException {
        byte[] bytes = classes.get(name);
        if (bytes == null) {
            throw new ClassNotFoundException(name);
        }
        return defineClass(name, bytes, 0, bytes.length);
    }
}
