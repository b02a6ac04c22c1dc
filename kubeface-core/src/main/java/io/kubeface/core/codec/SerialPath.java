package io.kubeface.core.codec;

import io.kubeface.core.Remote;
import java.io.IOException;
import java.io.NotSerializableException;
import java.io.ObjectOutputStream;
import java.io.OutputStream;
import java.io.Serializable;
import java.lang.invoke.SerializedLambda;
import java.util.ArrayList;
import java.util.List;

/**
 * Finds the way from a value to what in it is not serialisable. It writes the value once more, to nowhere, and notes
 * each object when the stream comes to it; how deep the object lies is how often the stream stands on the call stack
 * in the method that writes one. So the way is the true one, also through classes that write themselves, and no
 * private field of the JDK has to be opened.
 */
final class SerialPath extends ObjectOutputStream {
    private static final StackWalker STACK = StackWalker.getInstance();

    private final List<Object> way = new ArrayList<>();
    private int base = -1;
    private boolean complete;

    private SerialPath() throws IOException {
        super(OutputStream.nullOutputStream());
        enableReplaceObject(true);
    }

    /** The way as a sentence, with the cure. */
    static String explain(Object value, NotSerializableException reason) {
        List<Object> way = find(value);
        Object last = way.isEmpty() ? value : way.get(way.size() - 1);
        if (way.isEmpty() || last instanceof Serializable) {
            // A class that refuses by itself, or a value that is not written the same way twice.
            return describe(way.isEmpty() ? List.of(value) : way) + " cannot be written: it holds "
                    + reason.getMessage() + ", which is not serialisable. Make that class implement "
                    + "java.io.Serializable, or leave it out.";
        }
        return describe(way) + " is not serialisable. " + cure(way);
    }

    /** From the value to the object at which writing failed, both included; empty when writing did not fail. */
    private static List<Object> find(Object value) {
        try {
            SerialPath path = new SerialPath();
            try {
                path.writeObject(value);
            } catch (NotSerializableException e) {
                return path.way;
            }
        } catch (IOException | RuntimeException | StackOverflowError e) {
            // The way is a courtesy; the failure itself is reported all the same.
            return List.of();
        }
        return List.of();
    }

    @Override
    protected Object replaceObject(Object object) {
        if (object instanceof Remote) {
            // Its value is no part of what is written.
            return "";
        }
        if (complete) {
            return object;
        }
        int depth = depth();
        if (base < 0) {
            base = depth;
        }
        // A stream that fails writes the reason as if it were the value.
        complete = object instanceof NotSerializableException && depth == base && !way.isEmpty();
        if (complete) {
            return object;
        }
        while (way.size() > Math.max(0, depth - base)) {
            way.remove(way.size() - 1);
        }
        way.add(object);
        complete = !(object instanceof Serializable);
        return object;
    }

    private static int depth() {
        return STACK.walk(frames ->
                (int) frames.filter(frame -> frame.getMethodName().equals("writeObject0")
                                && frame.getClassName().equals(ObjectOutputStream.class.getName()))
                        .count());
    }

    private static String describe(List<Object> way) {
        StringBuilder text = new StringBuilder(100).append(Step.name(way.get(0)));
        for (int i = 1; i < way.size(); i++) {
            Object holder = way.get(i - 1);
            Object held = way.get(i);
            if (holder instanceof SerializedLambda && held instanceof Object[] captured && i + 1 < way.size()) {
                i++;
                text.append(" -> captured #").append(Step.indexOf(captured, way.get(i)));
            } else {
                text.append(" -> ").append(Step.label(holder, held));
            }
            text.append(" (").append(Step.name(way.get(i))).append(')');
        }
        return text.toString();
    }

    private static String cure(List<Object> way) {
        Object last = way.get(way.size() - 1);
        for (int i = 0; i + 2 < way.size(); i++) {
            if (way.get(i) instanceof SerializedLambda lambda
                    && lambda.getCapturedArgCount() > 0
                    && lambda.getCapturedArg(0) == way.get(i + 2)
                    && Step.isOwner(lambda, way.get(i + 2))) {
                return "The lambda captures this; copy the field into a local variable before the lambda, and use that.";
            }
        }
        for (int i = 0; i + 1 < way.size(); i++) {
            if (Step.label(way.get(i), way.get(i + 1)).startsWith("field this$")) {
                return way.get(i).getClass().getName()
                        + " is an inner class and holds its outer instance; make it a static class or a record.";
            }
        }
        return "Make " + last.getClass().getName() + " implement java.io.Serializable, mark the field that holds it "
                + "transient, or create it inside the function.";
    }
}
