package io.kubeface.core.function;

import io.kubeface.core.Remotes;
import io.kubeface.core.TaskFunction;
import io.kubeface.core.codec.DecodeScope;
import io.kubeface.core.codec.JavaCodec;
import io.kubeface.core.store.StorageException;
import io.kubeface.core.task.FailureReports;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputFilter;
import java.io.Serializable;
import java.lang.invoke.SerializedLambda;
import java.util.Optional;

/** A function as bytes, and what is known of it before it is sent. */
public final class FunctionShipment {
    private static final JavaCodec PLAIN = new JavaCodec();

    private FunctionShipment() {}

    /**
     * Serialises a function with all it captures, which must be no remote objects.
     *
     * @throws FunctionNotShippableException when something in it is not serialisable
     */
    public static byte[] serialise(TaskFunction<?, ?> function) {
        try {
            return serialise(function, PLAIN);
        } catch (StorageException e) {
            throw new IllegalStateException("Without remote objects nothing is written to a storage.", e);
        }
    }

    private static byte[] serialise(TaskFunction<?, ?> function, JavaCodec codec) throws StorageException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try {
            codec.encode(function, bytes);
        } catch (StorageException e) {
            throw e;
        } catch (IOException e) {
            throw new FunctionNotShippableException("function " + e.getMessage(), e);
        } catch (RuntimeException | LinkageError | StackOverflowError e) {
            throw new FunctionNotShippableException(
                    "function " + type(function) + " cannot be serialised: " + e
                            + ". What it captures failed while it was written; capture less.",
                    e);
        }
        return bytes.toByteArray();
    }

    /**
     * Serialises a function and reads it back, as a worker will, but with the application's own classes; so that what
     * cannot be sent is known before anything is launched.
     *
     * @return as {@link #serialise}
     * @throws FunctionNotShippableException when it cannot be written, or not be read back
     */
    public static byte[] check(TaskFunction<?, ?> function) {
        try {
            return check(function, PLAIN);
        } catch (StorageException e) {
            throw new IllegalStateException("Without remote objects nothing is written to a storage.", e);
        }
    }

    /**
     * As {@link #check(TaskFunction)}, for a function that may capture remote objects, which are written. Blocks.
     *
     * @param remotes where they go
     * @throws StorageException when the storage failed
     */
    public static byte[] check(TaskFunction<?, ?> function, Remotes remotes) throws StorageException {
        return check(function, new JavaCodec(remotes));
    }

    private static byte[] check(TaskFunction<?, ?> function, JavaCodec codec) throws StorageException {
        byte[] bytes = serialise(function, codec);
        DecodeScope scope = new DecodeScope(loader(function), info -> ObjectInputFilter.Status.UNDECIDED);
        Object back;
        try {
            back = codec.decode(
                    new ByteArrayInputStream(bytes), function.getClass().getName(), scope);
        } catch (OutOfMemoryError e) {
            throw e;
        } catch (Exception | Error e) {
            throw new FunctionNotShippableException(
                    "function " + type(function) + " was serialised but cannot be read back: " + FailureReports.line(e)
                            + ". A worker would fail the same way; look at the readObject, readResolve and "
                            + "constructors of what it captures.",
                    e);
        }
        if (!(back instanceof TaskFunction)) {
            throw new FunctionNotShippableException(
                    "function " + type(function) + " comes back as something that is no TaskFunction; look at its "
                            + "writeReplace and readResolve.",
                    null);
        }
        return bytes;
    }

    /** What a function is called, for people: its class, or for a lambda the method it stands in. */
    public static String type(TaskFunction<?, ?> function) {
        return writtenAs(function)
                .map(JavaCodec::describe)
                .orElseGet(() -> function.getClass().getTypeName());
    }

    /** The class whose code a function, of whatever type, is; for a lambda the class that it stands in. */
    public static Class<?> declaringClass(Serializable function) {
        Optional<String> name = writtenAs(function)
                .filter(SerializedLambda.class::isInstance)
                .map(lambda -> ((SerializedLambda) lambda).getCapturingClass().replace('/', '.'));
        if (name.isEmpty()) {
            return function.getClass();
        }
        try {
            return Class.forName(name.get(), false, loader(function));
        } catch (ClassNotFoundException e) {
            return function.getClass();
        }
    }

    private static ClassLoader loader(Object function) {
        ClassLoader loader = function.getClass().getClassLoader();
        return loader == null ? ClassLoader.getSystemClassLoader() : loader;
    }

    private static Optional<Object> writtenAs(Object function) {
        return Replacement.of(function);
    }
}
